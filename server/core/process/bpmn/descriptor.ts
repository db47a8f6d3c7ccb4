import extension from './extension.json' with { type: 'json' }

/** What `formloom:` means, for bpmn-moddle here and for bpmn-js in the designer. */
export const formloom = extension
