import { hash, verify } from '@node-rs/argon2'

// argon2id with OWASP's second set of parameters: 19 MiB, 2 passes
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Slow on purpose (about 50 ms): never inside a transaction. */
export const hashPassword = (password: string): Promise<string> => hash(password, options)

/** Takes equally long when there is no such account (`stored` undefined): time must not tell which accounts exist. */
export async function passwordMatches(stored: string | undefined, password: string): Promise<boolean> {
  const matches = await verify(stored ?? nobody, password)
  return matches && stored !== undefined
}

/** The hash of a password that nobody knows, with the same parameters. */
const nobody = '$argon2id$v=19$m=19456,t=2,p=1$G35K2W8SzsyZU6E5cPG98Q$bx9HsM4/uBCiRlMR4YsoU1McGVPGqYBR0aod4+m0h/o'
