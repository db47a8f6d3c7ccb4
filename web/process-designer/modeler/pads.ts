import { t } from '@/text'
import type { Shape } from '../shape'

interface PadEntry {
  group?: string
  className?: string
  title?: string
  html?: string
  separator?: boolean
  action?: Record<string, unknown> | ((event: Event) => void)
}
type Pad = Record<string, PadEntry>
interface Registry {
  registerProvider(priority: number, provider: object): void
}
interface Factory {
  createShape(attributes: object): Shape
}
interface Create {
  start(event: Event, shape: Shape, context?: object): void
}
interface AutoPlace {
  append(source: Shape, shape: Shape): void
}
interface Preview {
  create(source: Shape, type: string, options?: object): void
  cleanUp(): void
}

const LATE = 300
const pick = (pad: Pad, ids: string[]): Pad => Object.fromEntries(ids.filter(id => pad[id]).map(id => [id, pad[id]!]))

/** Left: tools, then what a business process is mostly made of, then everything else behind one button. */
class PaletteOrder {
  static $inject = ['palette', 'elementFactory', 'create']
  constructor(palette: Registry, factory: Factory, create: Create) {
    const draw = (type: string, className: string, title: string, options: object = {}): PadEntry => {
      const start = (event: Event) => create.start(event, factory.createShape({ type, ...options }))
      return { group: 'activity', className, title, action: { dragstart: start, click: start } }
    }
    palette.registerProvider(LATE, {
      getPaletteEntries: () => (pad: Pad) => ({
        ...pick(pad, ['hand-tool', 'lasso-tool', 'space-tool', 'global-connect-tool', 'tool-separator', 'create.start-event']),
        'create.user-task': draw('bpmn:UserTask', 'bpmn-icon-user-task', t('flow.pad.userTask')),
        'create.service-task': draw('bpmn:ServiceTask', 'bpmn-icon-service-task', t('flow.pad.serviceTask')),
        'create.send-task': draw('bpmn:SendTask', 'bpmn-icon-send-task', t('flow.pad.sendTask')),
        'create.timer': draw('bpmn:IntermediateCatchEvent', 'bpmn-icon-intermediate-event-catch-timer', t('flow.pad.timer'), {
          eventDefinitionType: 'bpmn:TimerEventDefinition',
        }),
        ...pick(pad, [
          'create.exclusive-gateway',
          'create.end-event',
          'create.subprocess-expanded',
          'create.participant-expanded',
          'create',
        ]),
      }),
    })
  }
}

/** Around a shape: the next step with one click. */
class PadOrder {
  static $inject = ['contextPad', 'elementFactory', 'create', 'autoPlace', 'appendPreview']
  constructor(contextPad: Registry, factory: Factory, create: Create, autoPlace: AutoPlace, preview: Preview) {
    const next = (type: string, className: string, title: string): PadEntry => ({
      group: 'model',
      className,
      title,
      action: {
        click: (_: Event, source: Shape) => autoPlace.append(source, factory.createShape({ type })),
        dragstart: (event: Event, source: Shape) => create.start(event, factory.createShape({ type }), { source }),
        hover: (_: Event, source: Shape) => {
          preview.create(source, type)
          return () => preview.cleanUp()
        },
      },
    })
    contextPad.registerProvider(LATE, {
      getContextPadEntries: () => (pad: Pad) => {
        if (!pad['append.append-task']) return pad
        const {
          'append.end-event': end,
          'append.gateway': gateway,
          'append.append-task': _,
          'append.intermediate-event': __,
          'append.text-annotation': note,
          append,
          ...rest
        } = pad
        return {
          'append.user-task': next('bpmn:UserTask', 'bpmn-icon-user-task', t('flow.pad.appendUserTask')),
          'append.service-task': next('bpmn:ServiceTask', 'bpmn-icon-service-task', t('flow.pad.appendServiceTask')),
          'append.gateway': { ...gateway, className: 'bpmn-icon-gateway-xor' },
          'append.end-event': end,
          ...(append ? { append } : {}),
          ...(note ? { 'append.text-annotation': note } : {}),
          ...rest,
        }
      },
    })
  }
}

export const padsModule = {
  __init__: ['formloomPalette', 'formloomPad'],
  formloomPalette: ['type', PaletteOrder],
  formloomPad: ['type', PadOrder],
}
