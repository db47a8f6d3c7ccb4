let pressed = false

const later = new Set<() => void>()

/** The click comes after the button is up; what waited may move the sheet only then. */
function released(): void {
  pressed = false
  setTimeout(() => {
    const waiting = [...later]
    later.clear()
    for (const each of waiting) each()
  })
}

addEventListener('pointerdown', () => (pressed = true), true)
addEventListener('pointerup', released, true)
addEventListener('pointercancel', released, true)

/**
 * Runs what moves the sheet, at once or as soon as the pressed pointer is up: an error that appears between press and release would move
 * the button away from under it, and the click would be lost.
 */
export function afterPress(move: () => void): void {
  if (pressed) later.add(move)
  else move()
}
