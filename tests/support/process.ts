/**
 * Processes for tests, written as they are told: `aProcess('leave').start().exclusive('long?', b => b.when('days > 10', p => p.user('board'))
 * .otherwise(p => p.user('approve'))).end().xml()`. Gives BPMN without a drawing.
 */
export const aProcess = (id: string): ProcessBuilder => new ProcessBuilder(id)

export const NAMESPACES =
  'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ' +
  'xmlns:formloom="https://formloom.dev/schema/bpmn/1.0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" ' +
  'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="http://example.com"'

/** A whole file around the inside of a process (and root elements such as messages). */
export const bpmn = (inside: string, roots = '', process = 'id="p" isExecutable="true"'): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions ${NAMESPACES} id="definitions">\n${roots}\n<bpmn:process ${process}>\n${inside}\n</bpmn:process>\n</bpmn:definitions>`

export const flow = (id: string, source: string, target: string, when?: string): string =>
  when === undefined
    ? `<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}"/>`
    : `<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${escape(when)}</bpmn:conditionExpression></bpmn:sequenceFlow>`

export const escape = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

type Part = (branch: Branch) => unknown
interface UserOptions {
  outcomes?: { name: string; opinion?: boolean }[]
  due?: string
  role?: string
  /** One person does it. */
  user?: string
  /** The assignment as XML. */
  who?: string
}

export interface ApprovalOptions {
  users?: (string | [user: string, weight: number])[]
  rights?: Record<string, string>
  due?: string
  inside?: string
  /** Attributes: mode, approve, refuse, empty, self, repeat, returnTo, resubmit … */
  [attribute: string]: unknown
}

/** A row of steps, one leading to the next. Boundary events and branches are rows of their own that end or come back. */
export class Branch {
  /** Element that the next one is connected to, with the condition of the flow between. */
  protected from: { id: string; when?: string }[] = []
  readonly isDefault: string[] = []

  constructor(
    readonly file: File,
    from: { id: string; when?: string }[] = [],
  ) {
    this.from = from
  }

  private add(tag: string, id: string, attributes = '', inside = ''): this {
    this.file.parts.push(`<bpmn:${tag} id="${id}"${attributes}>${inside}</bpmn:${tag}>`)
    return this.to(id)
  }

  /** Connects to an element that exists or will exist, and goes on from there. */
  to(id: string): this {
    for (const { id: source, when } of this.from) {
      const name = `${source}-${id}-${this.file.count()}`
      this.file.parts.push(flow(name, source, id, when))
      if (this.isDefault.includes(source)) this.file.defaults.set(source, name)
    }
    this.from = [{ id }]
    return this
  }

  start(id = 'start', event = ''): this {
    return this.add('startEvent', id, '', event)
  }

  end(id = 'end', event = ''): this {
    this.add('endEvent', id, '', event)
    this.from = []
    return this
  }

  user(id: string, { outcomes = [], due, role, user, who: given }: UserOptions = {}): this {
    const verbs = outcomes.map(({ name, opinion }) => `<formloom:outcome name="${name}"${opinion ? ' opinion="true"' : ''}/>`)
    const named = user ? `<formloom:assignment type="user" users="${user}"/>` : ''
    const who = given ?? (role ? `<formloom:assignment type="role" role="${role}"/>` : named)
    const all = who + (verbs.length ? `<formloom:outcomes>${verbs.join('')}</formloom:outcomes>` : '')
    const extension = all ? `<bpmn:extensionElements>${all}</bpmn:extensionElements>` : ''
    return this.add('userTask', id, due ? ` formloom:due="${escape(due)}"` : '', extension)
  }

  /** An approval step: attributes of formloom:approval, the users who are asked, and more inside (verbs, overdue, other approvers). */
  approval(id: string, { users = [], rights = {}, due, inside = '', ...settings }: ApprovalOptions = {}): this {
    const attributes = Object.entries(settings).map(([name, value]) => ` ${name}="${escape(String(value))}"`)
    const who = users.map(user => {
      const [name, weight] = typeof user === 'string' ? [user] : user
      return `<formloom:approver type="user" users="${name}"${weight === undefined ? '' : ` weight="${weight}"`}/>`
    })
    const fields = Object.entries(rights).map(([field, access]) => `<formloom:right field="${field}" access="${access}"/>`)
    const all =
      `<formloom:approval${attributes.join('')}>${who.join('')}${inside}</formloom:approval>` +
      (fields.length ? `<formloom:rights>${fields.join('')}</formloom:rights>` : '')
    const dueAt = due ? ` formloom:due="${escape(due)}"` : ''
    return this.add('userTask', id, dueAt, `<bpmn:extensionElements>${all}</bpmn:extensionElements>`)
  }

  script(id: string, source: string, result?: string): this {
    const variable = result ? ` formloom:resultVariable="${result}"` : ''
    return this.add('scriptTask', id, ` scriptFormat="jsonata"${variable}`, `<bpmn:script>${escape(source)}</bpmn:script>`)
  }

  task(id: string): this {
    return this.add('task', id)
  }

  service(id: string, action: string): this {
    return this.add('serviceTask', id, '', `<bpmn:extensionElements>${action}</bpmn:extensionElements>`)
  }

  timer(id: string, duration: string): this {
    return this.add('intermediateCatchEvent', id, '', timerEvent('timeDuration', duration))
  }

  message(id: string, name: string, key?: string): this {
    return this.add('intermediateCatchEvent', id, '', this.file.messageEvent(name, key))
  }

  gateway(kind: 'exclusive' | 'parallel' | 'inclusive' | 'eventBased', id: string): this {
    return this.add(`${kind}Gateway`, id, `@default(${id})`)
  }

  sub(id: string, part: Part, { loop = '' } = {}): this {
    const inner = new Branch(this.file.inner())
    part(inner)
    return this.add('subProcess', id, '', inner.file.inside() + loop)
  }

  /** Calls another process of the file. */
  call(id: string, process: string): this {
    return this.add('callActivity', id, ` calledElement="${process}"`)
  }

  /** An event on the boundary of an activity and what follows it. */
  boundary(host: string, id: string, event: string, part: Part, interrupting = true): this {
    this.file.parts.push(
      `<bpmn:boundaryEvent id="${id}" attachedToRef="${host}" cancelActivity="${interrupting}">${event}</bpmn:boundaryEvent>`,
    )
    part(new Branch(this.file, [{ id }]))
    return this
  }

  /** Splits into branches; those that have not ended come together in what follows. */
  split(kind: 'exclusive' | 'parallel' | 'inclusive', id: string, part: (split: Split) => unknown): this {
    this.gateway(kind, id)
    const split = new Split(this.file, id)
    part(split)
    this.from = split.open
    return this
  }

  /** Nothing follows: what was connected last leads elsewhere. */
  stop(): this {
    this.from = []
    return this
  }

  get ends(): { id: string; when?: string }[] {
    return this.from
  }
}

export class Split {
  readonly open: { id: string; when?: string }[] = []

  constructor(
    private readonly file: File,
    private readonly gateway: string,
  ) {}

  when(condition: string, part: Part): this {
    return this.run(new Branch(this.file, [{ id: this.gateway, when: condition }]), part)
  }

  also(part: Part): this {
    return this.run(new Branch(this.file, [{ id: this.gateway }]), part)
  }

  otherwise(part: Part): this {
    const branch = new Branch(this.file, [{ id: this.gateway }])
    branch.isDefault.push(this.gateway)
    return this.run(branch, part)
  }

  private run(branch: Branch, part: Part): this {
    part(branch)
    this.open.push(...branch.ends)
    return this
  }
}

class File {
  readonly parts: string[] = []
  readonly defaults = new Map<string, string>()

  constructor(
    readonly roots = new Map<string, string>(),
    private readonly counter = { value: 0 },
  ) {}

  count(): number {
    this.counter.value += 1
    return this.counter.value
  }

  inner(): File {
    return new File(this.roots, this.counter)
  }

  messageEvent(name: string, key?: string): string {
    const correlation = key ? ` formloom:correlationKey="${escape(key)}"` : ''
    this.roots.set(name, `<bpmn:message id="message-${name}" name="${name}"/>`)
    return `<bpmn:messageEventDefinition messageRef="message-${name}"${correlation}/>`
  }

  errorEvent(code: string): string {
    this.roots.set(code, `<bpmn:error id="error-${code}" errorCode="${code}"/>`)
    return `<bpmn:errorEventDefinition errorRef="error-${code}"/>`
  }

  inside(): string {
    const named = (_all: string, id: string) => (this.defaults.has(id) ? ` default="${this.defaults.get(id)}"` : '')
    return this.parts.join('\n').replace(/@default\(([^)]*)\)/g, named)
  }
}

export class ProcessBuilder extends Branch {
  constructor(private readonly id: string) {
    super(new File())
  }

  xml(): string {
    return bpmn(this.file.inside(), [...this.file.roots.values()].join('\n'), `id="${this.id}" isExecutable="true"`)
  }
}

export const timerEvent = (kind: 'timeDate' | 'timeDuration' | 'timeCycle', text: string): string =>
  `<bpmn:timerEventDefinition><bpmn:${kind}>${escape(text)}</bpmn:${kind}></bpmn:timerEventDefinition>`
