/**
 * `npm test`: the checks, the unit and integration tests, the tests in a real Electron and those of the packaged app.
 * Ends with one line, `N passed, N failed`; the exit code is not 0 when something failed or nothing ran.
 */
import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { projectFolder } from './build/project-folder.ts'
import { findElectron } from './electron/find-electron.ts'
import { installLibraries } from './electron/install-libraries.ts'
import { describeKafka } from './kafka/find-kafka.ts'
import { onLeaving } from './machine/leave-nothing-behind.ts'
import { npmCommand, runCommand } from './machine/run-command.ts'
import { runTool, say } from './machine/say.ts'
import { readPlaywrightReport, readVitestReport } from './test/read-report.ts'
import type { Counts } from './test/read-report.ts'

runTool(async () => {
  const reports = mkdtempSync(join(tmpdir(), 'fitflow-test-'))
  onLeaving(() => rmSync(reports, { recursive: true, force: true }))
  const total: Counts = { passed: 0, failed: 0 }

  const suite = async (
    title: string,
    [command, args]: [string, string[]],
    count: (code: number) => Counts,
    env: Record<string, string> = {},
  ): Promise<void> => {
    say(`\n── ${title}`)
    const code = await runCommand(command, args, {
      cwd: projectFolder,
      env: { ...process.env, ...env },
    })
    const counts = count(code)
    // A suite that broke off, or found nothing to run, has failed even if no single test says so.
    const broke = (code !== 0 && counts.failed === 0) || counts.passed + counts.failed === 0
    total.passed += counts.passed
    total.failed += counts.failed + (broke ? 1 : 0)
    if (broke) say(`${title}: broke off with exit code ${code}.`)
  }

  const playwright = (title: string, name: string, args: string[]): Promise<void> => {
    const report = join(reports, `${name}.json`)
    return suite(
      title,
      [process.execPath, [join('tools', 'e2e.ts'), ...args, '--reporter', 'list,json']],
      () => readPlaywrightReport(report),
      { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    )
  }

  // On a bare machine Electron is downloaded first, which the checks need not wait for. The tests do:
  // they install servers with apt, which refuses to run twice.
  const electron = findElectron()
    .then(({ executable }) => installLibraries(executable))
    .catch(() => {
      // The tests in Electron try again, and say what is missing.
    })
  await suite('Checks', npmCommand(['run', '--silent', 'check']), (code) =>
    code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 },
  )
  await electron
  const kafka = await describeKafka()
  const vitestReport = join(reports, 'vitest.json')
  const vitest = join('node_modules', 'vitest', 'vitest.mjs')
  await suite(
    'Unit and integration tests',
    [
      process.execPath,
      [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`],
    ],
    () => readVitestReport(vitestReport),
    temporaryFolder(),
  )
  await playwright('Tests in Electron', 'e2e', [])
  await playwright('Tests of the packaged app', 'package', [
    '-c',
    'test/package/playwright.config.ts',
  ])

  say(`\n${kafka}`)
  say(`${total.passed} passed, ${total.failed} failed`)
  return total.failed === 0 && total.passed > 0 ? 0 : 1
})

/**
 * Where the unit and integration tests put their files: in memory where Linux has room for them, as
 * a quarter of their time is waiting for the disk. That commits reach the disk is what `npm run faults`
 * and the tests in Electron look at.
 */
function temporaryFolder(): Record<string, string> {
  const memory = '/dev/shm'
  if (process.env['TMPDIR'] !== undefined || !existsSync(memory)) return {}
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize > 4 * 1024 ** 3 ? { TMPDIR: memory } : {}
}
