import type { Locator } from 'playwright-core'
import { encode } from 'uqr'

/** The white margin that scanners ask for, in squares. */
const border = 4

/**
 * Whether the code on the screen is the one of an address: a photograph of it is read square by square and laid beside the code that
 * the address should give. (There is no scanner in a headless Chromium.)
 */
export async function isCodeOf(drawn: Locator, address: string): Promise<boolean> {
  const { data, size } = encode(address, { ecc: 'M', border })
  const photo = (await drawn.locator('svg').screenshot()).toString('base64')
  const dark = await drawn.page().evaluate(
    async ([image, squares]) => {
      const picture = new Image()
      picture.src = `data:image/png;base64,${image}`
      await picture.decode()
      const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height })
      const pen = canvas.getContext('2d')!
      pen.drawImage(picture, 0, 0)
      const step = picture.width / squares
      return Array.from({ length: squares }, (_, y) =>
        Array.from({ length: squares }, (_, x) => pen.getImageData((x + 0.5) * step, (y + 0.5) * step, 1, 1).data[0]! < 128),
      )
    },
    [photo, size] as const,
  )
  return JSON.stringify(dark) === JSON.stringify(data)
}
