import { flushPromises, mount } from '@vue/test-utils'
import { nextTick, ref } from 'vue'
import { evaluateInProcess } from '#core/rule/evaluate'
import type { Form } from '#core/form/form'
import FormView from '@/form/FormView.vue'
import type { Typed } from '@/form/typed-values'

/** A form on the page, with what its parent holds: `values` is always the newest. Rules run in this process rather than in a worker. */
export async function showForm(form: Form, start: Typed = {}, props: Record<string, unknown> = {}) {
  const values = ref<Typed>(start)
  const view = mount(FormView, {
    attachTo: document.body,
    props: {
      form,
      values: values.value,
      'onUpdate:values': (next: Typed) => {
        values.value = next
        void view.setProps({ values: next })
      },
      evaluate: evaluateInProcess,
      ...props,
    },
  })
  await settle()
  const at = (key: string) => view.get(`[data-at="${key}"]`)
  return {
    view,
    at,
    has: (key: string) => view.find(`[data-at="${key}"]`).exists(),
    values: () => values.value,
    type: async (key: string, text: string) => {
      const input = at(key).get('input,textarea')
      await input.trigger('focus')
      await input.setValue(text)
      await settle()
    },
    leave: async (key: string) => {
      await at(key).get('input,textarea').trigger('blur')
      await settle()
    },
    error: (key: string) => (at(key).find('.error').exists() ? at(key).get('.error').text() : undefined),
    check: async () => {
      const fine = await (view.vm as unknown as { check(): Promise<boolean> }).check()
      await settle()
      return fine
    },
    sent: () => (view.vm as unknown as { sent(): Typed }).sent(),
    progress: () => (view.vm as unknown as { progress: { filled: number; total: number; missing: string[] } }).progress,
  }
}

/** Lazy fields, expressions and watchers come to rest. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 6; round++) {
    await flushPromises()
    await nextTick()
    await new Promise(resolve => setTimeout(resolve))
  }
}

export const inBody = (selector: string): HTMLElement[] => [...document.body.querySelectorAll<HTMLElement>(selector)]
