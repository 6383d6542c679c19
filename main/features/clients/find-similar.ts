import type {
  Client,
  SimilarBecause,
  SimilarClient,
  SuspectedDuplicate,
} from '../../../shared/clients.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { foldText } from './fold-text.ts'
import { isSamePhone, phoneDigits } from './same-phone.ts'
import { searchClients } from './search-clients.ts'

/** What may tell that two are one. */
export type Traits = Pick<Client, 'name' | 'phone' | 'email'>

const mostShown = 100

/**
 * Why two may be one person: the same phone however it is written, the same e-mail, or the same
 * name apart from accents and case. Empty: nothing speaks for it.
 *
 * @example
 * similarityOf({ name: 'José', phone: null, email: null }, { name: 'jose', phone: null, email: null }) // ['name']
 */
function similarityOf(a: Traits, b: Traits): SimilarBecause[] {
  const because: SimilarBecause[] = []
  if (isSamePhone(a.phone, b.phone)) because.push('phone')
  if (a.email !== null && a.email !== '' && foldText(a.email) === foldText(b.email ?? ''))
    because.push('email')
  if (nameKey(a.name) !== '' && nameKey(a.name) === nameKey(b.name)) because.push('name')
  return because
}

const nameKey = (name: string) => foldText(name).replaceAll(/\s+/g, ' ').trim()

/** Who on the list may be the same person. Three searches: a few milliseconds however long the list is. */
export function findSimilar(
  database: StudioDatabase,
  traits: Traits,
  exceptId: string | undefined,
): SimilarClient[] {
  const found = new Map<string, Client>()
  const texts = [phoneDigits(traits.phone).slice(-9), traits.email ?? '', traits.name]
  for (const text of texts.filter((text) => text.trim() !== '')) {
    for (const client of searchClients(database, text, 20)) found.set(client.id, client)
  }
  return [...found.values()]
    .filter(({ id }) => id !== exceptId)
    .map((client) => ({ ...client, because: similarityOf(traits, client) }))
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
  const keys: Record<SimilarBecause, (client: Client) => string> = {
    // The end of a number is the same with and without the country's code.
    phone: ({ phone }) => phoneDigits(phone).slice(-9),
    email: ({ email }) => foldText(email ?? ''),
    name: ({ name }) => nameKey(name),
  }
  const seen = new Set<string>()
  const suspected: SuspectedDuplicate[] = []
  for (const because of ['phone', 'email', 'name'] as const) {
    const groups = Map.groupBy(clients, keys[because])
    for (const [key, group] of groups) {
      // Most people have nobody beside them: only the others are compared.
      if (key === '' || group.length < 2) continue
      const alike = group.filter((client) => similarityOf(group[0]!, client).includes(because))
      const ids = alike.map(({ id }) => id).join(' ')
      if (alike.length < 2 || seen.has(ids)) continue
      seen.add(ids)
      suspected.push({ because, clients: alike })
      if (suspected.length === mostShown) return suspected
    }
  }
  return suspected
}
