/** A diagram around elements made by the builders below. Ids are names, flows are `from_to`. */
export const diagram = (body: string, attributes = ''): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:formloom="https://formloom.dev/schema/bpmn/1.0" id="defs" targetNamespace="urn:test">
${body.includes('msgPaid') ? '  <bpmn:message id="msgPaid" name="paid" />' : ''}
  <bpmn:process id="process" name="Test process" isExecutable="true" ${attributes}>
${body}
  </bpmn:process>
</bpmn:definitions>
`

const inside = (content: string): string => (content ? `<bpmn:extensionElements>${content}</bpmn:extensionElements>` : '')
type Attributes = Record<string, string>
const spread = (attributes: Attributes): string =>
  Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')}"`)
    .join('')

export const start = (id = 'start', trigger?: Attributes): string =>
  `<bpmn:startEvent id="${id}" name="${id}">${inside(trigger ? `<formloom:formTrigger${spread(trigger)} />` : '')}</bpmn:startEvent>`
export const end = (id = 'end'): string => `<bpmn:endEvent id="${id}" name="${id}" />`
export const flow = (from: string, to: string, when?: string, id = `${from}_${to}`): string =>
  `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${when ? `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${when.replace(/</g, '&lt;')}</bpmn:conditionExpression>` : ''}</bpmn:sequenceFlow>`
/** `start → a → b …` */
export const chain = (...ids: string[]): string =>
  ids
    .slice(1)
    .map((id, i) => flow(ids[i]!, id))
    .join('')

export interface UserTaskSpec {
  who?: Attributes
  outcomes?: Attributes[]
  rights?: Record<string, string>
  due?: string
}
export const user = (id: string, { who = { type: 'initiator' }, outcomes = [], rights = {}, due }: UserTaskSpec = {}): string => {
  const verbs = outcomes.map(each => `<formloom:outcome${spread(each)} />`).join('')
  const access = Object.entries(rights)
    .map(([field, value]) => `<formloom:right field="${field}" access="${value}" />`)
    .join('')
  return `<bpmn:userTask id="${id}" name="${id}"${due ? ` formloom:due="${due}"` : ''}>${inside(
    `<formloom:assignment${spread(who)} />${verbs ? `<formloom:outcomes>${verbs}</formloom:outcomes>` : ''}${access ? `<formloom:rights>${access}</formloom:rights>` : ''}`,
  )}</bpmn:userTask>`
}
export const service = (id: string, action: Attributes, params: Attributes = {}, more = ''): string =>
  `<bpmn:serviceTask id="${id}" name="${id}">${inside(
    `<formloom:action${spread(action)}>${Object.entries(params)
      .map(([name, value]) => `<formloom:param${spread({ name, value })} />`)
      .join('')}${more}</formloom:action>`,
  )}</bpmn:serviceTask>`
export const script = (id: string, source: string, result?: string): string =>
  `<bpmn:scriptTask id="${id}" name="${id}" scriptFormat="jsonata"${result ? ` formloom:resultVariable="${result}"` : ''}><bpmn:script>${source.replace(/</g, '&lt;')}</bpmn:script></bpmn:scriptTask>`
export const exclusive = (id: string, fallback: string): string =>
  `<bpmn:exclusiveGateway id="${id}" name="${id}" default="${fallback}" />`
export const parallel = (id: string): string => `<bpmn:parallelGateway id="${id}" name="${id}" />`
export const timerOn = (id: string, host: string, duration: string, interrupting = true): string =>
  `<bpmn:boundaryEvent id="${id}" name="${id}" attachedToRef="${host}" cancelActivity="${interrupting}"><bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">${duration}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>`
export const timer = (id: string, duration: string): string =>
  `<bpmn:intermediateCatchEvent id="${id}" name="${id}"><bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">${duration}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`
export const waitForPaid = (id: string): string =>
  `<bpmn:intermediateCatchEvent id="${id}" name="${id}"><bpmn:messageEventDefinition messageRef="msgPaid" /></bpmn:intermediateCatchEvent>`
export const sub = (id: string, body: string): string => `<bpmn:subProcess id="${id}" name="${id}">${body}</bpmn:subProcess>`
