import type { DecisionInfo } from '../../server/records/records.api'
import type { Fact } from '#core/rule/rule-set'
import type { Field, Form, Values } from '#core/form/form'
import { textIn, type Json } from '#core/problem'
import { t } from '@/text'
import { isGraded } from '@/data-grid/column'
import type { Reading } from '@/data-grid/value-text'
import { gradeOf } from './facts-of'
import { factWords, fieldAt, labelAt, reasonValue, type FactWords } from './why-words'

export interface WhyLine extends FactWords {
  key: string
  held: boolean
  /** Of a part of a score: "+30", "0". */
  points?: string
  /** Where the value comes from: "4 项相加", "按规则得出", "表单填写". */
  source: string
  /** The reasons of the value itself, where another rule gave it. */
  inner: WhyLine[]
}

export interface Why {
  field: Field
  label: string
  /** It is the record's badge, so that its name need not be said. */
  badge: boolean
  /** The value in words: "A", "重点直供", "80 分". */
  value: string
  /** What to know first; '' when the lines say it all. */
  lead: string
  lines: WhyLine[]
  /** Branches that were tried before and did not hold. */
  rejected: { title: string; lines: WhyLine[] }[]
  decision: DecisionInfo
}

export interface WhyPlace {
  form: Form
  values: Values
  decisions: DecisionInfo[]
  reading: Reading
}

const same = (left: Json | undefined, right: Json | undefined): boolean =>
  left !== undefined &&
  right !== undefined &&
  (JSON.stringify(left) === JSON.stringify(right) || (Number(left) === Number(right) && left !== '' && right !== ''))

/** Fields that this record can give reasons for, in the form's order. */
export const explained = (place: WhyPlace): string[] =>
  place.form.fields.map(field => field.key).filter(key => whyOf(key, place) !== undefined)

/** The reason to tell first: of the record's badge, else of another grade, else of whatever has one. */
export function mainReason(place: WhyPlace): string | undefined {
  const keys = explained(place)
  const badge = gradeOf(place.form)
  if (badge !== undefined && keys.includes(badge)) return badge
  return keys.find(key => place.form.fields.some(field => field.key === key && isGraded(field))) ?? keys[0]
}

/**
 * Why a field has its value. Of a value that no rule wrote but a person or a step confirmed, the decision of its twin is told (a choice of
 * the same options, "规则评级" beside "客户等级"). Undefined when nothing is known.
 */
export function whyOf(target: string, place: WhyPlace): Why | undefined {
  const field = place.form.fields.find(each => each.key === target)
  const value = place.values[target] as Json | undefined
  if (!field || value === undefined) return undefined
  const own = place.decisions.find(each => each.target === target)
  const decision = own && same(own.result, value) ? own : twinOf(field, place)
  if (!decision) return undefined
  const { language } = place.reading
  const result = reasonValue(fieldAt(place.form, decision.target), decision.result, place.reading)
  const lead =
    decision.target === target
      ? leadOf(decision, result, language)
      : t('why.confirmed', { label: labelAt(place.form, decision.target, language), value: result })
  const seen = new Set([target, decision.target])
  return {
    field,
    label: textIn(field.label, language),
    badge: gradeOf(place.form) === target,
    value: reasonValue(field, value, place.reading),
    lead,
    lines: decision.facts.map((fact, index) => lineOf(fact, index, place, seen)),
    rejected: (decision.rejected ?? []).map((branch, index) => ({
      title: textIn(branch.note, language) || t('why.branch', { n: index + 1 }),
      lines: branch.facts.map((fact, at) => lineOf(fact, at, place, seen)),
    })),
    decision,
  }
}

function leadOf(decision: DecisionInfo, value: string, language: 'zh' | 'en'): string {
  if (decision.branch === undefined) return t('why.added', {}, decision.facts.filter(fact => fact.held).length)
  if (decision.branch === -1) return t('why.otherwise', { value })
  if (decision.facts.length < 2) return ''
  const note = textIn(decision.note, language)
  return note ? t('why.noted', { note }) : t('why.branchHeld', { n: decision.branch + 1 })
}

/** A decision about another choice of the same options: what the rule says where a person has the last word. */
function twinOf(field: Field, { form, decisions }: WhyPlace): DecisionInfo | undefined {
  if (field.kind !== 'choice') return undefined
  const values = (each: Field | undefined) =>
    each?.kind === 'choice' ? each.options.map(option => option.value).join('\n') : undefined
  return decisions.find(each => each.target !== field.key && values(fieldAt(form, each.target)) === values(field))
}

function lineOf(fact: Fact, index: number, place: WhyPlace, seen: Set<string>): WhyLine {
  const words = factWords(fact, place.form, place.reading)
  const field = fact.field === undefined || fact.field.startsWith('$') ? undefined : fieldAt(place.form, fact.field)
  const given =
    field && !seen.has(field.key)
      ? place.decisions.find(each => each.target === field.key && same(each.result, fact.actual))
      : undefined
  const inner = (given ? tellingFacts(given) : []).map((each, at) => lineOf(each, at, place, new Set([...seen, field!.key])))
  return {
    ...words,
    key: `${index} ${fact.expression}`,
    held: fact.held,
    points: pointsOf(fact),
    source: sourceOf(field, given),
    inner,
  }
}

/** What speaks for a decision: its own facts; of "otherwise" what was missing for the last branch before it, the lowest bar. */
const tellingFacts = ({ facts, rejected = [] }: DecisionInfo): Fact[] =>
  facts.length > 0 ? facts : (rejected.at(-1)?.facts.filter(fact => !fact.held) ?? [])

const pointsOf = ({ points, held }: Fact): string | undefined =>
  points === undefined ? undefined : held ? (points > 0 ? `+${points}` : String(points)) : '0'

function sourceOf(field: Field | undefined, given: DecisionInfo | undefined): string {
  if (given) return given.branch === undefined ? t('why.sourceScore', {}, given.facts.length) : t('why.sourceRule')
  if (!field) return ''
  return t(field.computed === undefined ? (field.fromLink ? 'why.sourceLink' : 'why.sourceFilled') : 'why.sourceComputed')
}

/** The lines that matter in a small place: a single line that only hands on another rule's value gives way to its reasons. */
export function briefLines(why: Why): WhyLine[] {
  let lines = why.lines.length ? why.lines : (why.rejected.at(-1)?.lines.filter(line => !line.held) ?? [])
  while (lines.length === 1 && lines[0]!.inner.length > 0) lines = lines[0]!.inner
  return lines
}
