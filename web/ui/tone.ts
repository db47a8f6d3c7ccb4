/** Status colours, and blue for what is active. Never the only sign: a word stands beside it. */
export type Tone = 'none' | 'blue' | 'ok' | 'warn' | 'bad'
