import type { Field, Form } from '#core/form/form'
import { textIn } from '#core/problem'

/** The field that a channel suffix fills: the first one that takes its value from links, as the server reads it. */
export const channelField = (form: Form): Field | undefined =>
  form.fields.find(field => field.fromLink && (field.kind === 'choice' || field.kind === 'text'))

/** Fields that a link may bring a fixed value for. */
export const presetFields = (form: Form): Field[] =>
  form.fields.filter(field => field.fromLink && (field.kind === 'choice' || field.kind === 'text'))

export interface Channel {
  /** What stands in the address. */
  value: string
  label: string
}

/** Channels that the form knows; for a free text there is nothing to list. The address says the name that people read, so that it can be checked by eye. */
export function channelsOf(form: Form, language: 'zh' | 'en'): Channel[] {
  const field = channelField(form)
  if (field?.kind !== 'choice') return []
  return field.options.map(option => ({
    value: textIn(option.label, 'zh') || option.value,
    label: textIn(option.label, language) || option.value,
  }))
}

/** The address that people open. `path` is the link's own, with its token. */
export const addressOf = (path: string, channel?: string, origin = location.origin): string =>
  origin + path + (channel ? `?channel=${encodeURIComponent(channel)}` : '')
