import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  areOthers,
  askFor,
  findHardwareId,
  readCards,
  veil,
  type Computer,
} from '../../../main/place/read-computer.ts'
import { makeTempFolder } from '../../support/make-temp-folder.ts'

const cards = (...signs: string[]): Computer => ({ kind: 'network_cards', signs })

describe('what a computer is known by', () => {
  it('are the cards that are built in, not what software made or hides', () => {
    const folder = makeTempFolder()
    for (const [name, address, assigned, isCard] of [
      ['eno1', '3C:52:82:0A:1B:2C', '0', true],
      ['wlan0', '3c:52:82:0a:1b:2d', '1', true],
      ['eth9', '02:fc:00:00:00:01', '0', true],
      ['usb0', '00:00:00:00:00:00', '0', true],
      ['br0', '3c:52:82:0a:1b:2e', '0', false],
      ['lo', '00:00:00:00:00:00', '0', false],
    ] as const) {
      mkdirSync(join(folder, name, ...(isCard ? ['device'] : [])), { recursive: true })
      writeFileSync(join(folder, name, 'address'), `${address}\n`)
      writeFileSync(join(folder, name, 'addr_assign_type'), `${assigned}\n`)
    }
    writeFileSync(join(folder, 'bonding_masters'), '')
    expect(readCards(folder)).toEqual(cards('3c:52:82:0a:1b:2c'))
    expect(readCards(makeTempFolder())).toBeNull()
  })

  it.each([
    [
      'macOS',
      `      "IOPlatformSerialNumber" = "C02XK0AAJHD2"
      "IOPlatformUUID" = "564D1B2C-7A01-5E6F-9B1C-0123456789AB"`,
      '564d1b2c-7a01-5e6f-9b1c-0123456789ab',
    ],
    [
      'Windows',
      `HKEY_LOCAL_MACHINE\\SYSTEM\\HardwareConfig\r\n    LastConfig    REG_SZ    {4c4c4544-0042-3510-8051-b4c04f584432}\r\n`,
      '4c4c4544-0042-3510-8051-b4c04f584432',
    ],
    ['nobody', 'ERROR: The system was unable to find the specified registry key', null],
  ])('is read from what %s answers', (_, answer, id) => {
    expect(findHardwareId(answer)).toEqual(id === null ? null : { kind: 'hardware', signs: [id] })
  })

  it.each([
    [
      'answers at once',
      `console.log('IOPlatformUUID" = "564D1B2C-7A01-5E6F-9B1C-0123456789AB')`,
      true,
    ],
    ['hangs', 'setInterval(() => {}, 1_000)', false],
    [
      'hangs, and does not want to end',
      `process.on('SIGTERM', () => {}); setInterval(() => {}, 1_000)`,
      false,
    ],
    [
      'leaves its output to another that hangs',
      `require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 8_000)'], { stdio: 'inherit', detached: true }).unref(); process.exit(0)`,
      false,
    ],
    ['fails', 'process.exit(1)', false],
  ])('is not waited for: a program that %s', async (_, code, isTold) => {
    const startedAt = performance.now()
    const asked = askFor(process.execPath, ['-e', code], isTold ? 20_000 : 1_500)
    // Main is not held up meanwhile.
    expect(performance.now() - startedAt).toBeLessThan(1_000)
    expect(await asked).toEqual(
      isTold ? { kind: 'hardware', signs: ['564d1b2c-7a01-5e6f-9b1c-0123456789ab'] } : null,
    )
    expect(performance.now() - startedAt).toBeLessThan(isTold ? 21_000 : 6_000)
  })

  it('is not told where there is no such program', async () => {
    expect(await askFor('/no/such/program', [], 5_000)).toBeNull()
  })

  it.each<[string, Computer | null, Computer | null, boolean]>([
    ['the same card', cards('a'), cards('a'), false],
    ['a card more, and one less', cards('a', 'b'), cards('b', 'c'), false],
    ['other cards', cards('a', 'b'), cards('c'), true],
    ['nothing known here', cards('a'), null, false],
    ['nothing known there', null, cards('a'), false],
    ['another kind', cards('a'), { kind: 'machine_id', signs: ['b'] }, false],
  ])('tells another one apart: %s', (_, one, other, expected) => {
    expect(areOthers(one, other)).toBe(expected)
  })

  it('is written down veiled, for each device otherwise', () => {
    const veiled = veil(cards('3c:52:82:0a:1b:2c'), 'device-1')
    expect(JSON.stringify(veiled)).not.toContain('3c:52')
    expect(areOthers(veiled, veil(cards('3c:52:82:0a:1b:2c'), 'device-1'))).toBe(false)
    expect(areOthers(veiled, veil(cards('3c:52:82:0a:1b:2c'), 'device-2'))).toBe(true)
  })
})
