import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { buildWatcher } from '../faults/machine/build-watcher.ts'
import { startCommand, startEnvironment } from './support/fitflow-window.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { expect, test } from './support/test.ts'

interface Unusable {
  readonly folder: string
  /** What is wrong, and what to do. */
  readonly says: readonly [string, string]
  readonly env?: Readonly<Record<string, string>>
}

const isRoot = process.getuid?.() === 0
const nobody = 65_534
/** Root may write anywhere, unless it gives that up. */
const asMortal = isRoot
  ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--no-new-privs']
  : []
const open = 0o700

/** One folder for each reason why FitFlow cannot open a studio there. */
function makeUnusable(root: string): Unusable[] {
  const at = (name: string): string => join(root, name)
  writeFileSync(at('flat'), 'a letter')
  mkdirSync(join(at('left'), 'archive'), { recursive: true })
  writeFileSync(join(at('left'), 'archive', 'events-1-9.jsonl.gz'), 'old events')

  prepareStudio(at('read-only-file'))
  chmodSync(join(at('read-only-file'), 'studio.db'), 0o400)

  return [
    { folder: at('flat'), says: ['is a file, not a folder', 'Move that file elsewhere'] },
    { folder: at('left'), says: ['a studio has been here: archive.', 'Put studio.db back'] },
    { folder: at('read-only-file'), says: ['can only be read, not written', 'read-only'] },
    ...(process.platform === 'win32' ? [] : closedByMode(root)),
    ...(process.platform === 'linux' ? [onReadOnlyDisk, ...onFullDisks(root)] : []),
  ]
}

/** What Windows says otherwise, or decides by other means. */
function closedByMode(root: string): Unusable[] {
  const says = ['FitFlow may not write in', 'allow your user to write there'] as const
  const [anothers, readOnly] = [join(root, 'another-users'), join(root, 'read-only')]
  mkdirSync(anothers)
  if (isRoot) chownSync(anothers, nobody, nobody)
  chmodSync(anothers, isRoot ? open : 0)
  prepareStudio(readOnly)
  chmodSync(readOnly, 0o500)
  const tooLong = join(root, 'n'.repeat(300))
  return [
    { folder: anothers, says },
    { folder: join(anothers, 'of-mine'), says },
    { folder: readOnly, says },
    { folder: tooLong, says: ['path is too long', 'Move the folder'] },
  ]
}

/** The one file system on every Linux in which nobody can make anything. */
const onReadOnlyDisk: Unusable = {
  folder: '/proc/fitflow',
  says: ['its disk is not there, or can only be read', 'Connect the disk'],
}

/** Full from the first write of a start on, and from some later one. Needs a C compiler. */
function onFullDisks(root: string): Unusable[] {
  const { library } = buildWatcher(root)
  if (library === undefined) return []
  return [1, 12].map((failAt) => {
    const folder = join(realpathSync(root), `full-${failAt}`)
    prepareStudio(folder)
    const control = join(root, `control-${failAt}`)
    const fromThen = Int32Array.from([1, failAt, constants.errno.ENOSPC, 1, 0, 0])
    writeFileSync(control, Buffer.from(fromThen.buffer))
    return {
      folder,
      says: [`The disk with ${folder} is full.`, 'Make room on it'],
      env: {
        LD_PRELOAD: library,
        FITFLOW_FAULT_FOLDER: folder,
        FITFLOW_FAULT_CONTROL: control,
      },
    }
  })
}

test('a start that cannot open says why and what to do, and ends', async ({ dataDir }) => {
  const unusable = makeUnusable(dataDir)
  try {
    for (const { folder, says, env } of unusable) {
      const { executable, args } = startCommand(folder, join(dataDir, 'marks'))
      const [program, ...words] = [...asMortal, executable, ...args, '--smoke']
      const start = spawnSync(program, words, {
        encoding: 'utf8',
        env: { ...startEnvironment(), ...env },
        timeout: 30_000,
      })
      expect.soft(start.status, `${folder}: ${start.stderr}`).toBe(1)
      for (const words of says) expect.soft(start.stderr, folder).toContain(words)
      expect.soft(start.stderr, folder).not.toMatch(/JavaScript error|Uncaught/)
    }
  } finally {
    for (const name of ['another-users', 'read-only']) {
      if (existsSync(join(dataDir, name))) chmodSync(join(dataDir, name), open)
    }
  }
})
