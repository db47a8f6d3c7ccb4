import type { Component } from 'vue'
import IconBuilding from '~icons/lucide/building-2'
import IconCalendar from '~icons/lucide/calendar'
import IconCheck from '~icons/lucide/square-check'
import IconClock from '~icons/lucide/calendar-clock'
import IconHash from '~icons/lucide/hash'
import IconHeading from '~icons/lucide/heading'
import IconImage from '~icons/lucide/image'
import IconInfo from '~icons/lucide/info'
import IconLines from '~icons/lucide/align-left'
import IconMail from '~icons/lucide/mail'
import IconPaperclip from '~icons/lucide/paperclip'
import IconPhone from '~icons/lucide/smartphone'
import IconRadio from '~icons/lucide/circle-dot'
import IconSerial from '~icons/lucide/list-ordered'
import IconTable from '~icons/lucide/table-2'
import IconType from '~icons/lucide/type'
import IconUser from '~icons/lucide/user'
import IconYen from '~icons/lucide/japanese-yen'
import { kinds } from '#core/form/fields/index'
import type { Field, FieldKindName } from '#core/form/form'
import { t } from '@/text'

/** One entry of the palette: a kind, or a kind with a setting that people know by a name of its own. */
export interface PaletteItem {
  id: string
  kind: FieldKindName
  extra?: Partial<Field>
}

export const kindIcon: Record<FieldKindName, Component> = {
  text: IconType,
  textarea: IconLines,
  number: IconHash,
  money: IconYen,
  date: IconCalendar,
  datetime: IconClock,
  phone: IconPhone,
  email: IconMail,
  choice: IconRadio,
  choices: IconCheck,
  member: IconUser,
  department: IconBuilding,
  subform: IconTable,
  file: IconPaperclip,
  serial: IconSerial,
  divider: IconHeading,
  description: IconInfo,
}
export const iconOf = (id: string): Component => (id === 'image' ? IconImage : kindIcon[id as FieldKindName])

/** Everything that can be put on a sheet, in the order of the registry. */
export const items: PaletteItem[] = Object.keys(kinds).flatMap(kind => {
  const item = { id: kind, kind: kind as FieldKindName }
  return kind === 'file' ? [item, { id: 'image', kind: 'file' as const, extra: { image: true } as Partial<Field> }] : [item]
})

export const groups = ['basic', 'choice', 'people', 'data', 'layout'] as const
export const groupOf = (item: PaletteItem) => kinds[item.kind].group

export const itemName = (id: string): string => t(`form.designKind.${id}`)
/** The entry that a field was made from. */
export const itemOf = (field: Field): string => (field.kind === 'file' && field.image ? 'image' : field.kind)
