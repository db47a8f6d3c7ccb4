import { WrongSetting, type Config } from './config.js'

/** What a database that cannot be opened means for the operator, as one sentence. Any other error goes on as it is. */
export function databaseTrouble(config: Config): (error: unknown) => never {
  return error => {
    const cause = (error as { driverError?: unknown }).driverError ?? error
    const { code = '' } = cause as { code?: string }
    const sentence = config.database.url
      ? serverTrouble(code, new URL(config.database.url))
      : fileTrouble(code, config.database.folder)
    if (sentence) throw new WrongSetting(sentence)
    throw error
  }
}

function serverTrouble(code: string, url: URL): string | undefined {
  const host = `${url.hostname}${url.port ? `:${url.port}` : ''}`
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENOENT':
      return `The database server of DATABASE_URL (${url.searchParams.get('socketPath') ?? host}) cannot be reached: start it, or correct the address.`
    case 'ER_ACCESS_DENIED_ERROR':
    case 'ER_ACCESS_DENIED_NO_PASSWORD_ERROR':
    case 'ER_DBACCESS_DENIED_ERROR':
      return `The database server of DATABASE_URL (${host}) refused the user "${decodeURIComponent(url.username)}": correct the user or the password.`
    case 'ER_BAD_DB_ERROR':
      return `The database "${url.pathname.slice(1)}" of DATABASE_URL does not exist: create it with CREATE DATABASE \`${url.pathname.slice(1)}\` CHARACTER SET utf8mb4.`
  }
  return undefined
}

function fileTrouble(code: string, folder: string): string | undefined {
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'))
    return `The database file in ${folder} is damaged: restore a backup, or choose another DATA_DIR.`
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN'))
    return `The database file in ${folder} cannot be written: correct its permissions, or choose another DATA_DIR.`
  if (code.startsWith('SQLITE_BUSY'))
    return `The database file in ${folder} is used by another program: stop it, or choose another DATA_DIR.`
  return undefined
}
