import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What tells this computer from another one with the same disk in it. Two are compared only where both
 * are of one kind; one sign in common is enough, because cards come and go.
 */
export interface Computer {
  readonly kind: 'network_cards' | 'machine_id' | 'hardware'
  readonly signs: readonly string[]
}

/** A start does not wait longer for what may not answer: without it, other computers are not told apart. */
const limitMs = 1_000

const ways: Partial<Record<NodeJS.Platform, () => Computer | null | Promise<Computer | null>>> = {
  linux: () => readCards('/sys/class/net') ?? readMachineId('/etc/machine-id'),
  darwin: () => askFor('/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice'], limitMs),
  win32: () =>
    askFor('reg', ['query', 'HKLM\\SYSTEM\\HardwareConfig', '/v', 'LastConfig'], limitMs),
}

/**
 * What this system tells without being asked for rights; null: nothing that can be relied on, or not
 * within a second.
 */
export async function readComputer(): Promise<Computer | null> {
  try {
    return (await ways[process.platform]?.()) ?? null
  } catch {
    return null
  }
}

/**
 * The addresses that were burnt into network cards. Those that software gave, to a bridge or against
 * being followed in a café, are nobody's own.
 *
 * @param folder where Linux lists what can be a card
 */
export function readCards(folder: string): Computer | null {
  const signs = readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'device')))
    .filter((name) => read(folder, name, 'addr_assign_type') === '0')
    .map((name) => read(folder, name, 'address').toLowerCase())
    .filter(isBurntIn)
  return signs.length > 0 ? { kind: 'network_cards', signs } : null
}

/** The second bit of the first byte says “given by software”. */
function isBurntIn(address: string): boolean {
  const first = Number.parseInt(address.slice(0, 2), 16)
  return /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(address) && !/^[0:]+$/.test(address) && !(first & 2)
}

function readMachineId(file: string): Computer | null {
  const id = readFileSync(file, 'utf8').trim()
  return /^[0-9a-f]{32}$/.test(id) ? { kind: 'machine_id', signs: [id] } : null
}

/**
 * The id that its maker gave a computer, in what macOS or Windows answers.
 *
 * @example
 * findHardwareId('"IOPlatformUUID" = "564D1B2C-…"') // { kind: 'hardware', signs: ['564d1b2c-…'] }
 */
export function findHardwareId(answer: string): Computer | null {
  const found =
    /(?:IOPlatformUUID" = "|LastConfig\s+REG_SZ\s+\{)([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})/i.exec(
      answer,
    )
  return found ? { kind: 'hardware', signs: [found[1]!.toLowerCase()] } : null
}

/**
 * The hardware's id, as another program says it; null where it does not within `limitMs`, whatever it
 * does with its output and with being told to end. Main goes on meanwhile.
 */
export function askFor(
  program: string,
  words: readonly string[],
  limitMs: number,
): Promise<Computer | null> {
  return new Promise((resolve) => {
    const child = execFile(program, words, { encoding: 'utf8', windowsHide: true }, (error, said) =>
      resolve(error ? null : findHardwareId(said)),
    )
    setTimeout(() => {
      child.kill('SIGKILL')
      resolve(null)
    }, limitMs).unref()
  })
}

function read(...parts: string[]): string {
  try {
    return readFileSync(join(...parts), 'utf8').trim()
  } catch {
    return ''
  }
}

/** The same, so that nobody who reads it learns what the computer is known by. */
export function veil({ kind, signs }: Computer, deviceId: string): Computer {
  const hash = (sign: string) => createHash('sha256').update(`${deviceId} ${sign}`).digest('hex')
  return { kind, signs: signs.map((sign) => hash(sign).slice(0, 32)).toSorted() }
}

/** Whether two can be told to be different computers. */
export function areOthers(one: Computer | null, other: Computer | null): boolean {
  if (!one || !other || one.kind !== other.kind) return false
  return !one.signs.some((sign) => other.signs.includes(sign))
}
