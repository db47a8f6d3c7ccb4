/** Colours are tokens, so a diagram follows light and dark without being drawn anew. Texts are measured on a canvas, which knows no tokens. */
export const look = () => {
  const fontFamily = getComputedStyle(document.body).fontFamily
  return {
    bpmnRenderer: {
      defaultFillColor: 'var(--surface)',
      defaultStrokeColor: 'var(--diagram-line)',
      defaultLabelColor: 'var(--ink)',
    },
    textRenderer: {
      defaultStyle: { fontFamily, fontSize: 12, fontWeight: 'normal' },
      externalStyle: { fontSize: 12, lineHeight: 1.25 },
    },
  }
}

const PRINT: Record<string, string> = {
  'var(--surface)': '#ffffff',
  'var(--diagram-line)': '#4a5160',
  'var(--ink)': '#16181d',
}

/** An exported picture stands alone: tokens become the colours of paper. */
export const onPaper = (svg: string): string => svg.replace(/var\(--[\w-]+\)/g, token => PRINT[token] ?? token)
