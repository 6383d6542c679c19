import type { NewClient } from '../../../shared/clients.ts'
import { nameFrom } from './names.ts'
import { Random } from './random.ts'

/**
 * Numbers that are never given to anybody: Germany's Federal Network Agency and Britain's Ofcom
 * keep them free for films and books. Nobody is called by mistake out of a demo.
 */
const fictional: readonly { readonly prefix: string; readonly digits: number }[] = [
  { prefix: '+49 30 23125 ', digits: 3 },
  { prefix: '+49 171 39200 ', digits: 2 },
  { prefix: '+49 40 66969 ', digits: 3 },
  { prefix: '+49 69 90009 ', digits: 3 },
  { prefix: '+49 89 99998 ', digits: 3 },
  { prefix: '+49 221 4710 ', digits: 3 },
  { prefix: '+44 7700 900', digits: 3 },
]

/** Makes a studio's clients one after the other, always the same ones for the same seed. */
export class ClientList {
  readonly #random: Random
  readonly #used = new Set<string>()
  readonly #addresses = new Map<string, number>()

  constructor(seed: number) {
    this.#random = new Random(seed, 'clients')
  }

  /** The next person. Names and numbers repeat only when the lists run out of new ones; addresses never. */
  next(): NewClient {
    const random = this.#random
    const name = this.#unused(nameFrom)
    return {
      name,
      phone: random.chance(0.88) ? this.#unused(fictionalNumber) : undefined,
      email: random.chance(0.92) ? this.#address(name) : undefined,
      messagesConsent: random.chance(0.7),
    }
  }

  #unused(make: (random: Random) => string): string {
    let made = make(this.#random)
    for (let tries = 0; tries < 8 && this.#used.has(made); tries += 1) made = make(this.#random)
    this.#used.add(made)
    return made
  }

  #address(name: string): string {
    const local = asciiOf(name).replace(/[^a-z]+/g, '.')
    const earlier = this.#addresses.get(local) ?? 0
    this.#addresses.set(local, earlier + 1)
    // example.org belongs to nobody: no message out of a demo reaches a person.
    return `${local}${earlier === 0 ? '' : earlier + 1}@example.org`
  }
}

function fictionalNumber(random: Random): string {
  const { prefix, digits } = random.pick(fictional)
  return prefix + String(random.between(0, 10 ** digits - 1)).padStart(digits, '0')
}

function asciiOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l')
    .replace(/ı/g, 'i')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
}
