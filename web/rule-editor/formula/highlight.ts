import { StringStream } from '@codemirror/language'
import { type EditorState, type Extension, type Range, RangeSet, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'
import { jsonataParser } from './jsonata-language'

export interface Piece {
  from: number
  to: number
  kind: string
}

/** The tokens of an expression with their colours' names. */
export function piecesOf(source: string): Piece[] {
  const state = jsonataParser.startState!(2)
  const found: Piece[] = []
  let start = 0
  for (const line of source.split('\n')) {
    const stream = new StringStream(line, 2, 2)
    while (!stream.eol()) {
      stream.start = stream.pos
      const kind = jsonataParser.token(stream, state)
      if (kind) found.push({ from: start + stream.start, to: start + stream.pos, kind })
    }
    start += line.length + 1
  }
  return found
}

const marks = new Map<string, Decoration>()
function markOf(kind: string): Decoration {
  const known = marks.get(kind) ?? Decoration.mark({ class: `tok-${kind}` })
  marks.set(kind, known)
  return known
}

const build = (state: EditorState): DecorationSet =>
  RangeSet.of(piecesOf(state.doc.toString()).map(({ from, to, kind }): Range<Decoration> => markOf(kind).range(from, to)))

/** Expressions are short (4,096 characters at most), so all of it is coloured at every change. */
export const highlight: Extension = StateField.define<DecorationSet>({
  create: build,
  update: (value, transaction) => (transaction.docChanged ? build(transaction.state) : value),
  provide: field => EditorView.decorations.from(field),
})
