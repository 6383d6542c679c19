/**
 * `npm run test:windows`: the unit, integration and migration tests, and those of files that other programs
 * hold, on Windows' Node: on Windows with the Node that is here, on Linux under Wine. Arguments are names of
 * test files, as for `npm run test:unit`. Ends with one line of numbers; the exit code is not 0 when something
 * failed or nothing ran. What is left out is in `tools/test/left-out-on-windows.ts`, with reasons.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { leftOut } from './test/left-out-on-windows.ts'
import { projectFolder } from './build/project-folder.ts'
import { cacheFolder } from './machine/cache-folder.ts'
import { onLeaving } from './machine/leave-nothing-behind.ts'
import { runCommand } from './machine/run-command.ts'
import { runTool, say } from './machine/say.ts'
import { readVitestReport } from './test/read-report.ts'
import type { Counts } from './test/read-report.ts'
import { prepareWine } from './windows/run-under-wine.ts'

const folders = ['test/unit', 'test/migrations', 'test/integration', 'test/windows']
const vitest = 'node_modules/vitest/vitest.mjs'

/** Runs vitest with these arguments, and says how it ended and what its report counts. */
type Vitest = (args: readonly string[]) => Promise<{ code: number; counts: Counts }>

runTool(async () => {
  const here = process.platform === 'win32'
  const { name, run, end } = here ? onWindows() : await underWine()
  const given = process.argv.slice(2)
  const total: Counts = { passed: 0, failed: 0 }
  // One folder after the other: what a process that breaks off takes with it is not everything.
  for (const filters of given.length > 0 ? [given] : folders.map((folder) => [folder])) {
    say(`\n── ${filters.join(' ')} on ${name}`)
    const { code, counts } = await run(['run', '--reporter=default', '--reporter=json', ...filters])
    const broke = (code !== 0 && counts.failed === 0) || counts.passed + counts.failed === 0
    total.passed += counts.passed
    total.failed += counts.failed + (broke ? 1 : 0)
    if (broke) say(`${filters.join(' ')}: broke off with exit code ${code}.`)
  }
  await end()
  const out = leftOut.filter(({ on }) => !here || on !== 'Wine')
  say(
    `\n${name}: ${total.passed} passed, ${total.failed} failed; ` +
      `${out.length} left out, for the reasons in tools/test/left-out-on-windows.ts`,
  )
  return total.failed === 0 && total.passed > 0 ? 0 : 1
})

interface Where {
  name: string
  run: Vitest
  end: () => Promise<void>
}

function onWindows(): Where {
  const reports = mkdtempSync(join(tmpdir(), 'fitflow-test-'))
  onLeaving(() => rmSync(reports, { recursive: true, force: true }))
  const report = join(reports, 'vitest.json')
  return {
    name: `Windows’ Node ${process.versions.node}`,
    run: async (args) => {
      rmSync(report, { force: true })
      const all = [vitest, ...args, `--outputFile.json=${report}`]
      const code = await runCommand(process.execPath, all, { cwd: projectFolder })
      return { code, counts: readVitestReport(report) }
    },
    end: async () => {},
  }
}

async function underWine(): Promise<Where> {
  const wine = await prepareWine(cacheFolder())
  return {
    name: wine.name,
    run: async (args) => {
      const report = join(wine.project, 'test-report.json')
      rmSync(report, { force: true })
      const code = await wine.runNode([
        vitest,
        ...args,
        '--outputFile.json=test-report.json',
        // More than one process at a time does not end under Wine.
        '--pool=forks',
        '--no-file-parallelism',
        // Some of what Node asks of Windows takes Wine many times as long.
        '--testTimeout=120000',
        '--hookTimeout=120000',
      ])
      return { code, counts: readVitestReport(report) }
    },
    end: wine.end,
  }
}
