import { shallowRef } from 'vue'

export interface Question {
  title: string
  /** What will happen, and what is kept. */
  text: string
  /** The verb on the button: "删除 12 条记录", never "确定". */
  verb: string
  danger?: boolean
  /** Must be typed before the verb works (irreversible, large). */
  typed?: string
}

export const question = shallowRef<Question & { answer: (yes: boolean) => void }>()

/** Asks before something that cannot be undone; everything else happens at once and offers 撤销 (`toast`). */
export const confirmAction = (asked: Question): Promise<boolean> =>
  new Promise(resolve => {
    question.value?.answer(false)
    question.value = {
      ...asked,
      answer: yes => {
        question.value = undefined
        resolve(yes)
      },
    }
  })
