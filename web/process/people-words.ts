import { language, t } from '@/text'

/** "沈静怡", "沈静怡、林晓彤", "沈静怡等 5 人": at most three names, then the number. */
export function peopleWords(people: readonly string[]): string {
  if (people.length > 3) return t('process.peopleMany', { name: people[0] }, people.length)
  return people.join(language.value === 'en' ? ', ' : '、')
}

/** The same for people of whom one is enough: "沈静怡、林晓彤中的一位". */
export const oneOfWords = (people: readonly string[]): string =>
  people.length > 1 ? t('process.oneOf', { people: peopleWords(people) }) : peopleWords(people)
