/** The parts of the two parsers that we use; neither package types its entry. */
declare module 'bpmn-moddle' {
  export interface ModdleWarning {
    message: string
    element?: { $type: string; id?: string }
    property?: string
    value?: string
  }
  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>)
    registry: { typeMap: Record<string, { properties: { name: string; isAttr?: boolean }[] }> }
    fromXML(xml: string): Promise<{ rootElement: unknown; elementsById: Record<string, unknown>; warnings: ModdleWarning[] }>
    toXML(element: unknown, options?: { format?: boolean }): Promise<{ xml: string }>
  }
}

declare module 'saxen' {
  type Context = () => { line: number; column: number; data: string }
  export class Parser {
    constructor(options?: { proxy?: boolean })
    ns(prefixes: Record<string, string>): this
    on(
      event: 'openTag',
      call: (name: string, attrs: () => Record<string, string>, decode: unknown, selfClosing: boolean, at: Context) => void,
    ): this
    on(event: 'closeTag', call: (name: string, decode: unknown, selfClosing: boolean, at: Context) => void): this
    on(event: 'text', call: (text: string, decode: unknown, at: Context) => void): this
    on(event: 'attention', call: (text: string, decode: unknown, at: Context) => void): this
    on(event: 'cdata' | 'question', call: (text: string, at: Context) => void): this
    on(event: 'error' | 'warn', call: (error: Error, at: Context) => void): this
    parse(xml: string): this
    stop(): this
  }
}
