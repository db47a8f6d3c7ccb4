import { type EditorState, type Extension, type Range, RangeSet, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view'
import { h, render } from 'vue'
import type { Form } from '#core/form/form'
import { textIn } from '#core/problem'
import FieldIcon from '@/data-grid/FieldIcon.vue'
import { atomsOf, type Atom } from './field-atoms'

/** A field in a formula: an atom with its name and sign. The stored text keeps the stable key. */
class FieldChip extends WidgetType {
  constructor(
    readonly label: string,
    readonly kind: Atom['field']['kind'],
    readonly source: string,
  ) {
    super()
  }
  override eq(other: FieldChip): boolean {
    return other.label === this.label && other.kind === this.kind && other.source === this.source
  }
  override toDOM(): HTMLElement {
    const chip = document.createElement('span')
    render(h('span', { class: 'fc', title: this.source }, [h(FieldIcon, { kind: this.kind }), this.label]), chip)
    return chip
  }
  override destroy(chip: HTMLElement): void {
    render(null, chip)
  }
}

/** Fields stand as chips; the caret steps over them, Backspace takes them whole. */
export function fieldChips(form: () => Form, language: () => 'zh' | 'en'): Extension {
  const build = (state: EditorState): DecorationSet => {
    const source = state.doc.toString()
    const name = (field: Atom['field']) => textIn(field.label, language()) || field.key
    const chips = atomsOf(source, form()).map(({ from, to, field, outer }): Range<Decoration> => {
      const label = outer ? `${name(outer)}.${name(field)}` : name(field)
      return Decoration.replace({ widget: new FieldChip(label, field.kind, source.slice(from, to)) }).range(from, to)
    })
    return RangeSet.of(chips)
  }
  const chips = StateField.define<DecorationSet>({
    create: build,
    update: (value, transaction) => (transaction.docChanged ? build(transaction.state) : value),
    provide: field => [
      EditorView.decorations.from(field),
      EditorView.atomicRanges.of(view => view.state.field(field, false) ?? Decoration.none),
    ],
  })
  return chips
}
