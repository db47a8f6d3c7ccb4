/**
 * An app template is a folder: form-templates/<app>/app.json, *.form.json, *.rules.json, demo/*.json and workflow-definitions/<app>/*.bpmn.
 * Text only, ids are minted at installation. Installed on first start in demo mode.
 */
export interface AppTemplate {
  key: string
  name: { zh: string; en?: string }
  icon: string
  /** File names without extension, in order. */
  forms: string[]
  rules: string[]
  /** Files in workflow-definitions/<app>, without extension. */
  processes: string[]
  roles: TemplateRole[]
}
export interface TemplateRole {
  key: string
  name: { zh: string; en?: string }
  grants: { form: string; actions: string[]; rows: 'own' | 'department' | 'all' }[]
}
