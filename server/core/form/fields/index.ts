import type { Field, FieldKindName } from '../form.js'
import type { FieldKind } from '../kind.js'
import { choice } from './choice.js'
import { choices } from './choices.js'
import { date } from './date.js'
import { datetime } from './datetime.js'
import { department } from './department.js'
import { description } from './description.js'
import { divider } from './divider.js'
import { email } from './email.js'
import { file } from './file.js'
import { member } from './member.js'
import { money } from './money.js'
import { number } from './number.js'
import { phone } from './phone.js'
import { serial } from './serial.js'
import { subformOf } from './subform.js'
import { text } from './text.js'
import { textarea } from './textarea.js'

/** Every kind of field, in the order of the designer's palette. */
export const kinds: { [K in FieldKindName]: FieldKind<Extract<Field, { kind: K }>> } = {
  text,
  textarea,
  number,
  money,
  date,
  datetime,
  phone,
  email,
  choice,
  choices,
  member,
  department,
  subform: subformOf(field => kindOf(field)),
  file,
  serial,
  divider,
  description,
}

/** The kind of a field. The kind's own type is widened: a caller holds just any field. */
export const kindOf = (field: Field): FieldKind => kinds[field.kind] as unknown as FieldKind
