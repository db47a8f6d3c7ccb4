/** What an import may weigh (a spreadsheet of a few kilobytes can unfold to gigabytes). */
export const limits = {
  rows: 50_000,
  columns: 200,
  cell: 10_000,
  milliseconds: 30_000,
  megabytes: 256,
  inflated: 100 * 1_048_576,
  entries: 50,
}
