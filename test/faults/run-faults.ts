/**
 * `npm run faults`: breaks things on purpose, for real, and looks from outside whether anything was
 * lost. See docs/faults.md. The last line is a summary; exit 0 only when everything is clean.
 */
import { runTool, say } from '../../tools/machine/say.ts'
import { apiPart } from './api/index.ts'
import { behaviourPart } from './behaviour/index.ts'
import { brokersPart } from './brokers/index.ts'
import { clockPart } from './clock/index.ts'
import { diskPart } from './disk/index.ts'
import { filesPart } from './files/index.ts'
import { fsyncPart } from './fsync/index.ts'
import { ipcPart } from './ipc/index.ts'
import { killsPart } from './kills/index.ts'
import { modelPart } from './model/index.ts'
import { racesPart } from './races/index.ts'
import { syncPart } from './sync/index.ts'
import { tamperingPart } from './tampering/index.ts'
import { tenantsPart } from './tenants/index.ts'
import { handlersPart } from './handlers/index.ts'
import { helpText, readFaultRequest } from './read-options.ts'
import type { FaultPart } from './support/part.ts'

const parts: readonly FaultPart[] = [
  killsPart,
  racesPart,
  modelPart,
  handlersPart,
  behaviourPart,
  fsyncPart,
  diskPart,
  filesPart,
  tamperingPart,
  ipcPart,
  syncPart,
  apiPart,
  brokersPart,
  tenantsPart,
  clockPart,
]

runTool(async () => {
  const names = parts.map(({ name }) => name)
  const request = readFaultRequest(process.argv.slice(2), names)
  if (request.kind === 'help') {
    process.stdout.write(helpText(parts))
    return 0
  }
  if (request.kind === 'wrong') {
    process.stderr.write(`${request.problem} (--help says more.)\n`)
    return 2
  }
  const { options, only } = request
  const chosen = parts.filter(({ name }) => only.length === 0 || only.includes(name))
  const counts = { clean: 0, failed: 0, notRun: [] as string[] }
  for (const part of chosen) {
    say(`── ${part.name}: ${part.promise}`)
    const startedAt = performance.now()
    const { summary, problems, notRun } = await runPart(part, options)
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0)
    for (const problem of problems.slice(0, 20)) say(`   NOT CLEAN: ${problem}`)
    if (notRun !== undefined) {
      counts.notRun.push(part.name)
      say(`   not run: ${notRun}`)
    } else if (problems.length > 0) {
      counts.failed += 1
      say(
        `   ${part.name}: FAILED after ${seconds} s; again with --only ${part.name} --random-seed ${options.randomSeed}`,
      )
    } else {
      counts.clean += 1
      say(`   ${part.name}: clean, ${summary} (${seconds} s)`)
    }
  }
  const missing = counts.notRun.length > 0 ? ` (${counts.notRun.join(', ')})` : ''
  say(
    `faults: ${counts.clean} clean, ${counts.failed} failed, ${counts.notRun.length} not run${missing}; random seed ${options.randomSeed}`,
  )
  return counts.failed === 0 && counts.clean > 0 ? 0 : 1
})

async function runPart(part: FaultPart, options: Parameters<FaultPart['run']>[0]) {
  try {
    return await part.run(options, (line) => say(`   ${line}`))
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { summary: '', problems: [text] }
  }
}
