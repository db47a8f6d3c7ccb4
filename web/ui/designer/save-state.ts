/** How far a draft is on its way to the server. `failed`: the server said no, and another try would not help. */
export type SaveState = 'saved' | 'dirty' | 'saving' | 'offline' | 'conflict' | 'failed'
