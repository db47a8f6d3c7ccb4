/** `compute`, remembering its last `size` answers. What throws is not remembered. */
export const remembered = <T>(size: number, compute: (key: string) => T): ((key: string) => T) => {
  const answers = new Map<string, T>()
  return key => {
    const known = answers.get(key)
    if (known !== undefined) {
      // Move to the young end.
      answers.delete(key)
      answers.set(key, known)
      return known
    }
    const answer = compute(key)
    if (answers.size >= size) answers.delete(answers.keys().next().value!)
    answers.set(key, answer)
    return answer
  }
}
