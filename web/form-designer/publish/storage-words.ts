import type { PublishPlan } from '../../../server/forms/forms.api'
import { t } from '@/text'

/** The steps in the database as parts of a sentence: "将新增 2 列". */
export function storageWords({ steps }: Pick<PublishPlan, 'steps'>): string[] {
  const codes = ['CREATE_TABLE', 'ADD_COLUMN', 'COPY_COLUMN', 'ADD_UNIQUE', 'DROP_UNIQUE', 'ADD_INDEX'] as const
  return codes.flatMap(code => {
    const count = steps.filter(step => step.code === code).length
    return count ? [t(`form.design.ddl.${code}`, {}, count)] : []
  })
}
