import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const repository = resolve(import.meta.dirname, '../../..')

/** The table at the end of docs/rules.md: what, in which file, in which words. */
const listed = readFileSync(join(repository, 'docs/rules.md'), 'utf8')
  .split('## Where each boundary is tested')[1]!
  .split('\n')
  .map((line) => /^\| (.+?) +\| `(.+?)` +\| (.+?) +\|$/.exec(line))
  .filter((match) => match !== null)
  .map(([, boundary, file, words]) => ({ boundary: boundary!, file: file!, words: words! }))

describe('the list of boundaries in the rules', () => {
  it('is read', () => {
    expect(listed.length).toBeGreaterThan(25)
  })

  it.each(listed)('$boundary: is in $file', ({ file, words }) => {
    expect(readFileSync(join(repository, 'test', file), 'utf8')).toContain(words)
  })
})
