/**
 * The child's side: answers each text with a text. Trouble that the work itself foresees belongs into the answer; what it throws
 * ends the child. The child leaves with its parent.
 */
export const answer = (work: (message: string) => Promise<string> | string): void => {
  process.on('disconnect', () => process.exit(0))
  process.on('message', message => {
    void Promise.resolve(String(message))
      .then(work)
      .then(
        reply => process.send!(reply),
        () => process.exit(1),
      )
  })
  process.send!('ready')
}
