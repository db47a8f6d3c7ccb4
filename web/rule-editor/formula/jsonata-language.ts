import { StreamLanguage, type StreamParser, type StringStream } from '@codemirror/language'

interface State {
  /** Inside of a comment that goes on over the end of a line. */
  comment: boolean
}

const words = /^(?:and|or|in)\b/
const constants = /^(?:true|false|null)\b/
/** JSONata reads a name up to the next blank or sign. */
const name = /^[^\s.[\]{}(),@#;:?+\-*/%|=<>^&!~"'`]+/

function token(stream: StringStream, state: State): string | null {
  if (state.comment) return comment(stream, state)
  if (stream.eatSpace()) return null
  if (stream.match('/*')) return comment(stream, state)
  if (stream.match(/^"(?:[^"\\]|\\.)*"?/) || stream.match(/^'(?:[^'\\]|\\.)*'?/)) return 'string'
  if (stream.match(/^`[^`]*`?/)) return 'variableName'
  if (stream.match(/^\d+(?:\.\d+)?(?:e[+-]?\d+)?/i)) return 'number'
  if (stream.match(/^\$\w*(?=\s*\()/)) return 'keyword'
  if (stream.match(/^\$[\w$]*/)) return 'definition'
  if (stream.match(words)) return 'operatorKeyword'
  if (stream.match(constants)) return 'atom'
  if (stream.match(name)) return 'variableName'
  if (stream.match(/^[[\]{}()]/)) return 'bracket'
  stream.next()
  return 'operator'
}

function comment(stream: StringStream, state: State): string {
  state.comment = !stream.match(/^.*?\*\//)
  if (state.comment) stream.skipToEnd()
  return 'comment'
}

/** Colours only: what an expression means is for the gate and for JSONata's own parser. */
export const jsonataParser: StreamParser<State> = {
  name: 'jsonata',
  startState: () => ({ comment: false }),
  copyState: state => ({ ...state }),
  token,
  languageData: { closeBrackets: { brackets: ['(', '[', '{', '"', '`'] } },
}

export const jsonataLanguage = StreamLanguage.define(jsonataParser)
