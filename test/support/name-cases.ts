import { readFileSync } from 'node:fs'

/** What is typed at the desk, and what is to become of it. `test/fixtures/names/README.md` says of each part what it means. */
interface NameCases {
  readonly clients: Readonly<Record<string, string>>
  readonly search: readonly { readonly typed: string; readonly finds: readonly string[] }[]
  readonly similar: readonly {
    readonly names: readonly [string, string]
    readonly similar: boolean
  }[]
  readonly phones: readonly {
    readonly country: string
    readonly stored: string
    readonly found: readonly string[]
    readonly notFound: readonly string[]
  }[]
  readonly text: readonly {
    readonly in: string
    readonly stored?: string
    readonly refused?: true
  }[]
}

/** Read by hand: it holds half characters, which the bundler’s reader of JSON refuses. */
export const nameCases = JSON.parse(
  readFileSync(new URL('../fixtures/names/cases.json', import.meta.url), 'utf8'),
) as NameCases
