/** All that the process writes while `during` runs. */
export async function said(during: () => Promise<void>): Promise<string> {
  let text = ''
  const streams = [process.stdout, process.stderr]
  const writes = streams.map(stream => stream.write.bind(stream))
  for (const stream of streams)
    stream.write = ((chunk: unknown) => {
      text += String(chunk)
      return true
    }) as never
  try {
    await during()
  } finally {
    streams.forEach((stream, nth) => (stream.write = writes[nth] as never))
  }
  return text
}
