import { spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { onLeaving } from '../machine/leave-nothing-behind.ts'
import { holdLock } from '../machine/make-once.ts'
import { runCommand } from '../machine/run-command.ts'
import { copyProject, windowsLibraries } from './copy-project.ts'
import { followFile } from './follow-file.ts'
import { compileForWindows, endWine, wineWindows } from './wine.ts'

/** The project under Wine, as it is at this moment. */
interface ProjectUnderWine {
  /** For people: which Node on which Wine. */
  name: string
  /** The copy of the project, as a folder of this system. */
  project: string
  /** Runs Windows' Node in the copy, shows what it writes, and tells its exit code. */
  runNode: (args: readonly string[]) => Promise<number>
  end: () => Promise<void>
}

/**
 * Makes Windows, the libraries for it and a copy of the project ready. Only one at a time uses them:
 * another waits here.
 *
 * @throws NextStepError when something is missing, and how to get it.
 */
export async function prepareWine(cache: string): Promise<ProjectUnderWine> {
  const windows = await wineWindows(cache)
  const project = await windowsLibraries(cache)
  const release = await lockUntilReleased(join(cache, 'windows-in-use.lock'))
  await copyProject(project)
  const drive = temporaryDrive(windows.prefix)
  const holder = join(drive, 'hold-file.exe')
  await compileForWindows(join(import.meta.dirname, 'hold-file.c'), holder, ['-municode'])
  onLeaving(() => spawnSync('wineserver', ['-k'], { env: windows.env }))
  const env = {
    ...windows.env,
    FITFLOW_UNDER_WINE: '1',
    FITFLOW_HOLDER: 'T:\\hold-file.exe',
    NODE_OPTIONS: `--require ${windowsPath(join(project, 'tools', 'windows', 'before-tests.cjs'))}`,
    ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
  }
  let runs = 0
  return {
    name: `Windows’ Node ${windows.nodeVersion} under Wine ${windows.wineVersion}`,
    project,
    runNode: async (args) => {
      // Node under Wine cannot write to our pipes and terminals, only to files.
      const output = join(drive, `output-${(runs += 1)}.txt`)
      const descriptor = openSync(output, 'w')
      const stopFollowing = followFile(output, process.stdout)
      try {
        return await runCommand('wine', [windows.node, ...args], {
          cwd: project,
          env,
          stdio: ['ignore', descriptor, descriptor],
        })
      } finally {
        closeSync(descriptor)
        stopFollowing()
      }
    },
    end: async () => {
      await endWine(windows)
      await release()
    },
  }
}

/** Where the tests put their files, as drive T: in memory where there is room, as they wait for the disk. */
function temporaryDrive(prefix: string): string {
  const parent =
    existsSync('/dev/shm') && process.env['TMPDIR'] === undefined ? '/dev/shm' : tmpdir()
  const drive = mkdtempSync(join(parent, 'fitflow-windows-'))
  mkdirSync(join(drive, 'temp'))
  const letter = join(prefix, 'dosdevices', 't:')
  rmSync(letter, { force: true })
  symlinkSync(drive, letter)
  onLeaving(() => {
    rmSync(letter, { force: true })
    rmSync(drive, { recursive: true, force: true })
  })
  return drive
}

/** As NODE_OPTIONS wants it, where a backslash escapes. */
function windowsPath(path: string): string {
  return `Z:${path.replaceAll('/', '\\\\')}`
}

/** Holds a lock until the function returned is called, and has resolved. */
function lockUntilReleased(lock: string): Promise<() => Promise<void>> {
  return new Promise((resolve, reject) => {
    const whileHeld = (): Promise<void> =>
      new Promise((release) => {
        resolve(() => {
          release()
          return held
        })
      })
    const held = holdLock(lock, whileHeld)
    held.catch(reject)
  })
}
