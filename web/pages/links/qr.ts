import { encode } from 'uqr'

/** White margin around a code, in its own squares; scanners ask for four. */
const margin = 4

/** A QR code as one SVG path on white: always dark on light, whatever the theme, because many scanners refuse the inverse. */
export function qrSvg(text: string, pixels = 240): string {
  const { data, size } = encode(text, { ecc: 'M', border: margin })
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${pixels}" height="${pixels}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${squares.join('')}"/></svg>`
  )
}

/** The same as a PNG, large enough for print (about 8 cm at 300 dpi). */
export async function qrPng(text: string, pixels = 1024): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml,${encodeURIComponent(qrSvg(text, pixels))}`
  await image.decode()
  const canvas = Object.assign(document.createElement('canvas'), { width: pixels, height: pixels })
  canvas.getContext('2d')?.drawImage(image, 0, 0, pixels, pixels)
  return new Promise((resolve, reject) =>
    canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error('No PNG'))), 'image/png'),
  )
}

export function saveAs(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  Object.assign(document.createElement('a'), { href: url, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
