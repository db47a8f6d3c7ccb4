import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Form } from '#core/form/form'
import type { RuleSet } from '#core/rule/rule-set'
import { root } from '../root.js'
import type { AppTemplate } from './templates.api.js'

/** An app as text files: form-templates/<app>/ and workflow-definitions/<app>/. */
export interface Template {
  app: AppTemplate
  forms: Form[]
  rules: RuleSet[]
  processes: { key: string; name: string; xml: string }[]
}

/** Reads a template that ships with the product. Throws when a file is missing or broken: that is our own fault. */
export function readTemplate(key: string): Template {
  const json = <T>(file: string): T => JSON.parse(readFileSync(join(root, 'form-templates', key, file), 'utf8')) as T
  const app = json<AppTemplate>('app.json')
  return {
    app,
    forms: app.forms.map(form => json<Form>(`${form}.form.json`)),
    rules: app.rules.map(rules => json<RuleSet>(`${rules}.rules.json`)),
    processes: app.processes.map(process => {
      const xml = readFileSync(join(root, 'workflow-definitions', key, `${process}.bpmn`), 'utf8')
      return { key: process, name: /<bpmn:process [^>]*name="([^"]*)"/.exec(xml)?.[1] ?? process, xml }
    }),
  }
}

/** A file of demo data of a template. */
export const readDemo = <T>(key: string, file: string): T =>
  JSON.parse(readFileSync(join(root, 'form-templates', key, 'demo', file), 'utf8')) as T
