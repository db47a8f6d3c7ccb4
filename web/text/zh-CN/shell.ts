export default {
  home: '首页',
  tasks: '任务',
  todo: '待办',
  dashboards: '看板',
  apps: '应用',
  bell: '通知',
  me: '我的',
  create: '新建',
  skip: '跳到正文',
  rail: '主导航',
  offline: '网络断开了，改动会留在这个页面上',
}
