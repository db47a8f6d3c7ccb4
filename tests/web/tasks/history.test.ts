import type { InstanceInfo, ProgressStep } from '../../../server/instances/instances.api'
import { historyWords } from '@/process/history-words'
import { speak } from '../../support/texts'

const now = Date.parse('2026-11-20T06:00:00Z')
const earlier = (hours: number) => new Date(now - hours * 3_600_000).toISOString()
const step = (more: Partial<ProgressStep>): ProgressStep => ({ element: 'a', name: '提交', state: 'done', people: [], ...more })

describe('the history', () => {
  const log = (more: Partial<InstanceInfo['log'][number]>) => ({
    at: earlier(48),
    element: 'e',
    name: '核验',
    type: 'completed',
    by: null,
    ...more,
  })
  const xml =
    '<bpmn:startEvent id="s" name="x"/><bpmn:sendTask formloom:a="1" id="m"/><bpmn:boundaryEvent id="b"/><bpmn:endEvent id="z"/>'
  const told = (...entries: InstanceInfo['log']) =>
    historyWords({
      log: entries,
      steps: [step({ element: 'e', at: earlier(48), outcome: 'approve', outcomeLabel: '同意', opinion: '可以' })],
      xml,
    }).flatMap(day => day.lines)

  test.each([
    [log({ by: { id: '1', name: '陈立群' }, detail: { outcome: 'approve', by: '1' } }), '陈立群', '同意“核验”'],
    [log({ element: 'other', by: { id: '1', name: '陈立群' }, detail: { outcome: 'complete' } }), '陈立群', '完成“核验”'],
    [
      log({
        detail: {
          tried: [
            { name: '否', result: 'false' },
            { name: '是', result: 'true' },
          ],
        },
      }),
      '核验',
      '走“是”',
    ],
    [log({ type: 'said', by: { id: '1', name: '陈立群' }, detail: { verb: 'delegate', to: 'x' } }), '陈立群', '委派“核验”'],
    [log({ type: 'said', detail: { verb: 'approve', user: 'x', automatic: 'self' } }), '核验', '自动同意：审批人就是发起人'],
    [log({ detail: { outcome: 'refuse', round: 2 } }), '核验', '结果：拒绝'],
    [log({ type: 'repair' }), '核验', '停下来等待修复'],
    [log({ type: 'cancelled' }), '核验', '已取消'],
    [log({ element: 's' }), '核验', '开始'],
    [log({ element: 'm' }), '核验', '自动完成'],
    [log({ element: 'b' }), '核验', '发生'],
    [log({ element: 'z' }), '核验', '到达'],
    [log({}), '核验', '完成'],
  ])('%j', (given, subject, text) => {
    speak('zh-CN')
    expect(told(given)[0]).toMatchObject({ subject, text })
  })

  test('newest first by day, unnamed elements left out, the opinion beside its verb', () => {
    speak('zh-CN')
    const days = historyWords(
      {
        log: [
          log({ at: earlier(50), name: '早' }),
          log({ at: earlier(50), name: '' }),
          log({ at: earlier(50), element: 'Gateway_1', name: 'Gateway_1' }),
          log({ at: earlier(1), name: '晚' }),
        ],
        steps: [],
        xml,
      },
      [{ key: 'r', at: earlier(2), tone: 'none', subject: '记录', text: '', note: '' }],
    )
    expect(days.map(day => day.lines.map(line => line.subject))).toEqual([['晚', '记录'], ['早']])
    expect(told(log({ detail: { outcome: 'approve' } }))[0]!.note).toBe('可以')
  })
})
