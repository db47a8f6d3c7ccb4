import fc from 'fast-check'
import type { Form } from '#core/form/form'
import { aForm } from '../../support/forms'
import { duplicateField, insertField, moveField, newField, plain, removeField } from '@/form-designer/edit/fields'
import { pathsOf } from '@/form-designer/edit/find'
import { linesOf } from '@/form-designer/edit/lines'
import type { Place } from '@/form-designer/edit/place'
import { renameKey } from '@/form-designer/edit/rename-key'
import { stepField } from '@/form-designer/edit/step-field'
import { act, begin, goTo, redo, seal, undo } from '@/form-designer/history'

/** Two lines of two: `a b / c d`, then a table. */
const sheet = (): Form => {
  const form = aForm()
    .text('a')
    .text('b')
    .text('c')
    .text('d')
    .subform('items', rows => rows.text('name').money('price'))
    .build()
  for (const cell of form.layout) cell.span = cell.field === 'items' ? 24 : 12
  return form
}
describe('history', () => {
  /** What a person can do, with any place and any field. */
  const deeds: ((form: Form, n: number) => void)[] = [
    (form, n) => void insertField(form, newField(n % 2 ? 'text' : 'textarea', `F${n}`), anyPlace(plain(form), n)),
    (form, n) => removeField(form, anyPath(form, n)),
    (form, n) => void moveField(form, anyPath(form, n), anyPlace(plain(form), n + 3)),
    (form, n) => void duplicateField(form, anyPath(form, n)),
    (form, n) => void stepField(form, anyPath(form, n), n % 2 ? 1 : -1),
    (form, n) => void renameKey(form, anyPath(form, n), `key${n}`),
  ]
  const anyPath = (form: Form, n: number) => pathsOf(form)[n % Math.max(1, pathsOf(form).length)] ?? ''
  const anyPlace = (form: Form, n: number): Place => {
    const at = (['end', 'before', 'after', 'left', 'right'] as const)[n % 5]!
    return at === 'end' || pathsOf(form).length === 0 ? { at: 'end' } : { at, path: anyPath(form, n * 7) }
  }
  const moves = fc.array(fc.tuple(fc.nat(deeds.length - 1), fc.nat(99)), { maxLength: 12 })

  test('undo is the inverse of everything, redo of undo', () => {
    fc.assert(
      fc.property(moves, steps => {
        const start = sheet()
        let history = begin(start)
        for (const [deed, n] of steps) history = act(history, { says: 'edit' }, form => deeds[deed]!(form, n))
        const end = history.now
        const back = goTo(history, 0)
        expect(back.now).toEqual(start)
        expect(goTo(back, history.past.length).now).toEqual(end)
      }),
    )
  })

  test('every field keeps exactly one place on the sheet, and no key is double', () => {
    fc.assert(
      fc.property(moves, steps => {
        const form = sheet()
        for (const [deed, n] of steps) if (deed !== 5) deeds[deed]!(form, n)
        expect(form.layout.map(cell => cell.field).sort()).toEqual(form.fields.map(field => field.key).sort())
        for (const line of linesOf(form)) expect(line.room).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('letters typed at one place are one step, until something rests', () => {
    const type = (history: ReturnType<typeof begin<Form>>, text: string) =>
      act(history, { says: 'edit', merge: 'a:label' }, form => void (form.fields[0]!.label = text))
    let history = type(type(begin(sheet()), 'N'), 'Na')
    expect(history.past).toHaveLength(1)
    history = type(seal(history), 'Name')
    expect(history.past).toHaveLength(2)
    expect(undo(history).now.fields[0]!.label).toBe('Na')
    expect(undo(undo(history)).now.fields[0]!.label).toBe('a')
    expect(redo(undo(history)).now.fields[0]!.label).toBe('Name')
  })

  test('what changes nothing is no step', () => {
    expect(act(begin(sheet()), { says: 'edit' }, () => undefined).past).toEqual([])
  })
})
