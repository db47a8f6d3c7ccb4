/** "Chrome · Windows" from a User-Agent: enough to know one's own devices again. */
export function deviceOf(agent: string | undefined): string {
  if (!agent) return ''
  const find = (names: [string, RegExp][]): string | undefined => names.find(([, pattern]) => pattern.test(agent))?.[0]
  const browser = find([
    ['WeChat', /MicroMessenger/],
    ['DingTalk', /DingTalk/],
    ['Edge', /Edg\//],
    ['Firefox', /Firefox\//],
    ['Chrome', /Chrome\//],
    ['Safari', /Safari\//],
  ])
  const system = find([
    ['iPhone', /iPhone/],
    ['iPad', /iPad/],
    ['Android', /Android/],
    ['Windows', /Windows/],
    ['macOS', /Macintosh/],
    ['Linux', /Linux/],
  ])
  return [browser, system].filter(Boolean).join(' · ') || agent.slice(0, 60)
}
