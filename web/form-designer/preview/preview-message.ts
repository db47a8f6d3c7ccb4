import type { Form } from '#core/form/form'

/** The address of the page that shows a form it is handed by the window around it: real phone width, real media queries. */
export const previewPath = '/preview/form'

export interface PreviewMessage {
  formloom: 'preview'
  form: Form
}
