import type {
  Client,
  SimilarBecause,
  SimilarClient,
  SuspectedDuplicate,
} from '../../../shared/clients.ts'
import { asciiAddress } from '../../../shared/email-address.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { foldText, isSimilarName, keysOfName } from '../../../shared/fold-text.ts'
import { countryOf, readStudio } from '../studio/index.ts'
import { isSamePhone, readPhone } from './phone-forms.ts'
import { searchClients } from './search-clients.ts'

/** What may tell that two are one. */
export type Traits = Pick<Client, 'name' | 'phone' | 'email'>

const mostShown = 100

/**
 * Why two may be one person: the same phone however it is written, the same e-mail, or a similar
 * name. Empty: nothing speaks for it.
 *
 * @example
 * similarityOf({ name: 'José', phone: null, email: null }, { name: 'jose', phone: null, email: null }, 'DE') // ['name']
 */
function similarityOf(a: Traits, b: Traits, country: string): SimilarBecause[] {
  const because: SimilarBecause[] = []
  if (isSamePhone(a.phone, b.phone, country)) because.push('phone')
  if (emailKey(a.email) !== '' && emailKey(a.email) === emailKey(b.email)) because.push('email')
  if (isSimilarName(a.name, b.name)) because.push('name')
  return because
}

/** One address, whether its domain is written in its script or in punycode. */
function emailKey(email: string | null): string {
  return (asciiAddress(email ?? '') ?? foldText(email ?? '')).toLowerCase()
}

/** Who on the list may be the same person. Three searches: a few milliseconds however long the list is. */
export function findSimilar(
  database: StudioDatabase,
  traits: Traits,
  exceptId: string | undefined,
): SimilarClient[] {
  const country = countryOf(readStudio(database))
  const found = new Map<string, Client>()
  const texts = [
    readPhone(traits.phone, country)?.number ?? '',
    traits.email ?? '',
    asciiAddress(traits.email ?? '') ?? '',
    traits.name,
  ]
  for (const text of texts.filter((text) => text.trim() !== '')) {
    for (const client of searchClients(database, text, 20)) found.set(client.id, client)
  }
  return [...found.values()]
    .filter(({ id }) => id !== exceptId)
    .map((client) => ({ ...client, because: similarityOf(traits, client, country) }))
    .filter(({ because }) => because.length > 0)
    .toSorted((a, b) => b.because.length - a.because.length)
    .slice(0, 5)
}

/**
 * Groups of clients who may be one person, at most a hundred: first those with the same phone or
 * e-mail, then those with the same name. Reads every client: for a screen one asks for, not for typing.
 */
export function listDuplicates(database: StudioDatabase): SuspectedDuplicate[] {
  const clients = database
    .prepare(
      `SELECT id, name, phone, email FROM clients
       WHERE merged_into IS NULL AND erased_at IS NULL ORDER BY created_at`,
    )
    .all() as Client[]
  const country = countryOf(readStudio(database))
  const keys: Record<SimilarBecause, (client: Client) => readonly string[]> = {
    phone: ({ phone }) => {
      const read = readPhone(phone, country)
      return read === null ? [] : [read.number]
    },
    email: ({ email }) => (email === null ? [] : [emailKey(email)]),
    name: ({ name }) => keysOfName(name),
  }
  const seen = new Set<string>()
  const suspected: SuspectedDuplicate[] = []
  for (const because of ['phone', 'email', 'name'] as const) {
    const groups = new Map<string, Client[]>()
    for (const client of clients) {
      for (const key of keys[because](client)) {
        const group = groups.get(key)
        if (group) group.push(client)
        else groups.set(key, [client])
      }
    }
    for (const group of groups.values()) {
      // Most people have nobody beside them: only the others are compared.
      if (group.length < 2) continue
      const alike = group.filter((client) =>
        similarityOf(group[0]!, client, country).includes(because),
      )
      const ids = alike.map(({ id }) => id).join(' ')
      if (alike.length < 2 || seen.has(ids)) continue
      seen.add(ids)
      suspected.push({ because, clients: alike })
      if (suspected.length === mostShown) return suspected
    }
  }
  return suspected
}
