import type { Tree } from './house.js'

/**
 * What a statement must not say, because one of the databases that we run on lacks it, takes it and does nothing, or keeps no promise of it:
 * SQLite, MySQL, MariaDB, Galera, TiDB.
 */
const forbidden: [RegExp, string][] = [
  [/\bSKIP\s+LOCKED\b/i, 'SKIP LOCKED: TiDB takes it and locks nothing'],
  [/\b(?:GET|RELEASE)_LOCK\s*\(/i, 'GET_LOCK: not on Galera, of a connection only on TiDB'],
  [
    /\bAUTO_?INCREMENT\b/i,
    'AUTO_INCREMENT: ids are made by the application; the order of numbers means nothing on TiDB and Galera',
  ],
  [/\bON\s+DUPLICATE\s+KEY\b/i, 'ON DUPLICATE KEY: SQLite does not know it'],
  [/\bON\s+CONFLICT\b/i, 'ON CONFLICT: MySQL does not know it'],
  [/\bREPLACE\s+INTO\b/i, 'REPLACE INTO: deletes what it does not name'],
  [/\b(?:FOREIGN\s+KEY|REFERENCES\s+\w+\s*\()/i, 'a foreign key: its locks and cascades are paid at every step'],
  [/\bRETURNING\b(?=[^'"`]*(?:\*|\bid\b))/i, 'RETURNING: MySQL does not know it'],
  [/\bLAST_INSERT_(?:ROW)?ID\b/i, 'ids are made by the application'],
  [/\bFOR\s+UPDATE\b/i, 'FOR UPDATE: SQLite does not know it; the compare-and-set locks'],
  [/\b(?:LOCK\s+TABLES|UPDATE\s+LOW_PRIORITY|INSERT\s+DELAYED)\b/i, 'not everywhere'],
]
const statement = /^\s*(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|LOCK|WITH|ON|FOR|WHERE|AND|PRIMARY|FOREIGN)\b/i

/** Wrong words in texts that the server hands to a database. Comments may speak of them. */
export function sqlFaults(tree: Tree): string[] {
  return [...tree].flatMap(([path, text]) => {
    if (!path.startsWith('server/') || path.startsWith('server/core/')) return []
    const code = text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
    const texts = [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)].map(
      ([, single, double, template]) => single ?? double ?? template ?? '',
    )
    return texts
      .filter(each => statement.test(each) || /\b(?:FROM|INTO|TABLE)\b/.test(each))
      .flatMap(each => forbidden.filter(([word]) => word.test(each)).map(([, why]) => `${path}: ${why}`))
  })
}
