import type { ChangeMe, FirstAdmin, Me, Setup, SignIn } from '../../server/people/people.api'
import { computed, ref } from 'vue'
import { chosenLanguage } from '@/text'
import { switchLanguage } from '@/ui/use-language'
import { api } from './client'

/** Who is signed in; null = nobody, undefined = not asked yet. */
export const me = ref<Me | null>()

/** True while the session of `me` is known to have ended; the shell then asks for the password on top of the page. */
export const sessionEnded = ref(false)

export const isAdmin = computed(() => me.value?.admin === true)

/** Asks the server once per page load. Resolves to null when nobody is signed in; throws when the server cannot be reached. */
export async function loadMe(): Promise<Me | null> {
  if (me.value !== undefined) return me.value
  try {
    return await enter(await api.get<Me>('/me', { anonymous: true }))
  } catch (error) {
    if ((error as { status?: number }).status !== 401) throw error
    return (me.value = null)
  }
}

export const setup = (): Promise<Setup> => api.get<Setup>('/setup', { anonymous: true })

export const signIn = async ({ account, password }: SignIn): Promise<Me> =>
  enter(await api.post<Me>('/session', { account, password }, { anonymous: true }))

export const setUp = async (first: FirstAdmin): Promise<Me> => enter(await api.post<Me>('/setup', first, { anonymous: true }))

export const changeMe = async (change: ChangeMe): Promise<Me> => enter(await api.patch<Me>('/me', change))

/** Ends the session and loads the page anew, so that nothing of this person stays in memory. */
export async function signOut(): Promise<void> {
  await api.delete('/session', undefined, { anonymous: true })
  location.assign('/sign-in')
}

/** The account's language, unless somebody chose another one in this browser. */
async function enter(who: Me): Promise<Me> {
  me.value = who
  await switchLanguage(chosenLanguage() ?? who.language)
  return who
}
