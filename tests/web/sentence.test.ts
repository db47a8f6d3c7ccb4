import { ApiError } from '@/api/client'
import { errorText, sentence } from '@/text/sentence'
import { speak } from '../support/texts'

describe('a problem as a sentence', () => {
  beforeEach(() => speak('zh-CN'))

  test('names the field in the language of the page', () => {
    const required = { code: 'REQUIRED', at: 'name' }
    expect(sentence(required, '客户名称')).toBe('请填写客户名称')
    speak('en')
    expect(sentence(required, 'Customer')).toBe('Customer is required')
  })

  test('says "this field" when the place has no name', () => {
    expect(sentence({ code: 'NOT_UNIQUE' })).toBe('这一项已存在，不能重复')
  })

  test('takes the parameters of the problem', () => {
    expect(sentence({ code: 'ACCOUNT_TAKEN', params: { account: 'linda' } })).toBe('账号 linda 已经有人用了。')
  })

  test('tells an unknown code to pass on, never an empty line', () => {
    expect(sentence({ code: 'MOON_TOO_FAR' })).toContain('MOON_TOO_FAR')
  })
})

describe('anything thrown as a sentence', () => {
  beforeEach(() => speak('zh-CN'))

  test('an answer with a known code', () => {
    expect(errorText(new ApiError(401, 'WRONG_PASSWORD'))).toBe('账号或密码不对。')
  })

  test('an answer whose parameters are in its problem', () => {
    const taken = { code: 'ACCOUNT_TAKEN', params: { account: 'linda' } }
    expect(errorText(new ApiError(409, 'ACCOUNT_TAKEN', [taken]))).toBe('账号 linda 已经有人用了。')
  })

  test('an unknown code with a known problem tells the problem', () => {
    expect(errorText(new ApiError(422, 'SOMETHING_ELSE', [{ code: 'REQUIRED' }]))).toBe('请填写这一项')
  })

  test('too many tries: how many minutes to wait, rounded up', () => {
    expect(errorText(new ApiError(429, 'TOO_MANY_TRIES', [], 61))).toContain('2 分钟')
  })

  test('a defect of the page', () => {
    expect(errorText(new TypeError('x is undefined'))).toContain('页面出了点问题')
  })
})
