import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { noSecrets } from '../../../main/features/secrets.ts'
import { TokenStore } from '../../../main/sync/token-store.ts'
import { keyFileSecrets } from '../../../main/platform/key-file.ts'
import { makeTempFolder } from '../../support/make-temp-folder.ts'

const tokens = {
  token: 'ff_access_0123456789',
  refreshToken: 'ff_refresh_0123456789',
  expiresAt: '2026-03-03T07:00:00.000Z' as never,
}
const later = { ...tokens, token: 'ff_access_later' }

describe('The tokens of a computer', () => {
  it('are sealed by the key store, and there again after a restart', () => {
    const file = join(makeTempFolder(), 'tokens.json')
    const secrets = keyFileSecrets(`${file}.key`)
    new TokenStore(file, secrets).save(tokens)
    expect(readFileSync(file, 'utf8')).not.toContain(tokens.token)
    expect(new TokenStore(file, secrets).tokens).toEqual(tokens)
  })

  it('are sealed by a passphrase where there is no key store, and asked for at each start', () => {
    const file = join(makeTempFolder(), 'tokens.json')
    new TokenStore(file, noSecrets).save(tokens, 'a long passphrase')
    expect(readFileSync(file, 'utf8')).not.toContain(tokens.token)

    const restarted = new TokenStore(file, noSecrets)
    expect(restarted.state).toBe('locked')
    expect(restarted.unlock('a wrong passphrase')).toBe(false)
    expect(restarted.tokens).toBeNull()
    expect(restarted.unlock('a long passphrase')).toBe(true)
    expect(restarted.tokens).toEqual(tokens)

    // What comes later is sealed by the same one, without asking again.
    restarted.save(later)
    const again = new TokenStore(file, noSecrets)
    expect(again.unlock('a long passphrase')).toBe(true)
    expect(again.tokens).toEqual(later)
  })

  it.each([
    ['there is no file', null],
    ['the file is no JSON', '{'],
    ['the file is something else', '{"sealedBy":"nobody"}'],
  ])('are lost when %s', (_, text) => {
    const file = join(makeTempFolder(), 'tokens.json')
    if (text !== null) writeFileSync(file, text)
    const store = new TokenStore(file, noSecrets)
    expect(store.state).toBe('lost')
    expect(store.unlock('a long passphrase')).toBe(false)
  })

  it('are lost when the key store was wiped', () => {
    const file = join(makeTempFolder(), 'tokens.json')
    new TokenStore(file, keyFileSecrets(`${file}.key`)).save(tokens)
    expect(new TokenStore(file, keyFileSecrets(`${file}.other`)).state).toBe('lost')
  })
})
