import { around, fitBox, frame } from '@/diagram/fit'
import { lookOf, pillOf, typeWords, type ElementState } from '@/diagram/looks'
import { followTouch } from '@/diagram/touch'
import { readResult, waysOut } from '@/pages/instance/skip'
import { speak } from '../../support/texts'

const now = Date.parse('2026-11-20T06:00:00Z')
const since = new Date(now - 5 * 3_600_000).toISOString()
const element = (state: ElementState['state'], more: Partial<ElementState> = {}): ElementState => ({ state, count: 1, ...more })
beforeEach(() => speak('zh-CN'))

test.each([
  [undefined, 'none'],
  [element('taken'), 'done'],
  [element('done'), 'done'],
  [element('current', { waits: 'task' }), 'current'],
  [element('current', { waits: 'join' }), 'join'],
  [element('repair', { waits: 'repair' }), 'repair'],
  [element('cancelled'), 'cancelled'],
])('%j looks %s', (state, look) => expect(lookOf(state)).toBe(look))

test.each([
  [element('done'), undefined],
  [element('taken'), undefined],
  [element('current', { waits: 'task', since, count: 2 }), { look: 'current', count: 2, words: '已等 5 小时' }],
  [element('current', { waits: 'timer', since }), { look: 'current', count: 1, words: '等时间' }],
  [element('current', { waits: 'join', since }), { look: 'join', count: 0, words: '1 / 2' }],
  [element('repair', { waits: 'repair', since }), { look: 'repair', count: 1, words: '待修复' }],
])('the pill of %j', (state, pill) => expect(pillOf(state, 2, now)).toEqual(pill))

test('an element type that has no word of its own is a step', () => {
  expect(typeWords('bpmn:UserTask')).toBe('人工任务')
  expect(typeWords('bpmn:DataObjectReference')).toBe('步骤')
})

describe('the window into the diagram', () => {
  const drawing = { x: 100, y: 50, width: 1200, height: 300 }

  test('shows all of it, centred in what legend and watermark leave free', () => {
    const window = { width: 848, height: 600 }
    const box = fitBox(drawing, window)!
    const zoom = window.width / box.width
    expect(zoom).toBeCloseTo((848 - frame.left - frame.right) / 1200)
    expect((drawing.x - box.x) * zoom).toBeCloseTo(frame.left)
    expect((box.y + box.height - drawing.y - drawing.height) * zoom).toBeGreaterThanOrEqual(frame.bottom)
    expect((drawing.y - box.y) * zoom).toBeGreaterThanOrEqual(frame.top)
  })
  test('never enlarges', () =>
    expect(fitBox({ x: 0, y: 0, width: 100, height: 100 }, { width: 800, height: 600 })!.width).toBe(800))
  test('a tab without size has no window yet', () => expect(fitBox(drawing, { width: 0, height: 0 })).toBeUndefined())
  test('a place is shown in the middle', () => {
    expect(around({ x: 500, y: 200, width: 100, height: 80 }, { width: 400, height: 300 }, 0.5)).toEqual({
      x: 150,
      y: -60,
      width: 800,
      height: 600,
    })
  })
})

test('one finger moves, two zoom, a mouse is left to the viewer', () => {
  const area = document.createElement('div')
  const told: unknown[][] = []
  const end = followTouch(area, { move: (...by) => told.push(['move', ...by]), zoom: by => told.push(['zoom', by]) })
  const finger = (type: string, pointerId: number, clientX: number, pointerType = 'touch') =>
    area.dispatchEvent(Object.assign(new MouseEvent(type, { clientX, clientY: 0 }), { pointerId, pointerType }))
  finger('pointerdown', 9, 0, 'mouse')
  finger('pointermove', 9, 50, 'mouse')
  finger('pointerdown', 1, 0)
  finger('pointermove', 1, 10)
  finger('pointerdown', 2, 110)
  finger('pointermove', 2, 210)
  finger('pointerup', 2, 210)
  finger('pointermove', 1, 15)
  end()
  finger('pointermove', 1, 99)
  expect(told).toEqual([
    ['move', 10, 0],
    ['zoom', 2],
    ['move', 5, 0],
  ])
})

test('the ways out of a step, and what it would have given', () => {
  const xml = `<d xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><endEvent id="e" name="完"/>
    <sequenceFlow id="f1" name="同意" sourceRef="g" targetRef="e"/><sequenceFlow id="f2" sourceRef="g" targetRef="e"/><sequenceFlow id="f3" sourceRef="x" targetRef="e"/></d>`
  expect(waysOut(xml, 'g')).toEqual([
    { id: 'f1', name: '同意', target: '完' },
    { id: 'f2', name: '', target: '完' },
  ])
  const rows = [
    { name: ' a ', value: '12' },
    { name: 'b', value: '甲' },
    { name: '', value: 'x' },
    { name: 'c', value: '{"d":true}' },
  ]
  expect(readResult(rows)).toEqual({ a: 12, b: '甲', c: { d: true } })
})
