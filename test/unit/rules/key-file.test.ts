import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { noSecrets } from '../../../main/features/secrets.ts'
import { firstOf, keyFileSecrets } from '../../../main/platform/key-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fitflow-key-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('opens what was sealed with the same file, and nothing else', () => {
  const file = join(folder, 'deep', 'key')
  const own = keyFileSecrets(file)
  expect(own.isAvailable()).toBe(true)
  const sealed = own.seal('Straße')
  expect(sealed.includes('Straße')).toBe(false)
  expect(keyFileSecrets(file).open(sealed)).toBe('Straße')
  expect(keyFileSecrets(join(folder, 'other')).open(sealed)).toBeNull()
  for (const broken of [Buffer.alloc(0), Buffer.alloc(40), sealed.subarray(1)]) {
    expect(own.open(broken)).toBeNull()
  }
})

it.skipIf(process.platform === 'win32')('is for nobody else to read', () => {
  const file = join(folder, 'key')
  keyFileSecrets(file).isAvailable()
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

it('is not available where the file can be neither made nor read, and never writes over one', () => {
  const file = join(folder, 'file')
  writeFileSync(file, 'short')
  expect(keyFileSecrets(file).isAvailable()).toBe(false)
  expect(keyFileSecrets(join(file, 'key')).isAvailable()).toBe(false)
  expect(() => keyFileSecrets(file).seal('text')).toThrow('file of the key')
})

it('takes the better of two, and opens what the other one sealed before', () => {
  const [best, other] = [
    keyFileSecrets(join(folder, 'best')),
    keyFileSecrets(join(folder, 'other')),
  ]
  const earlier = firstOf(noSecrets, other).seal('earlier')
  const both = firstOf(best, other)
  expect(both.open(earlier)).toBe('earlier')
  expect(best.open(both.seal('later'))).toBe('later')
  expect(firstOf(noSecrets, noSecrets).isAvailable()).toBe(false)
})
