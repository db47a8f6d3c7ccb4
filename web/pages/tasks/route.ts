import type { RouteRecordRaw } from 'vue-router'

/** The list stays while its tasks change: the task is a child of the inbox. */
export default {
  path: '/tasks',
  name: 'tasks',
  meta: { title: 'tasks.title' },
  component: () => import('./TasksPage.vue'),
  children: [
    {
      path: ':task',
      name: 'task',
      props: true,
      meta: { title: 'tasks.task', tabBar: false },
      component: () => import('./TaskPane.vue'),
    },
  ],
} satisfies RouteRecordRaw
