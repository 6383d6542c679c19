import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchHelp, readBenchOptions, type BenchOptions } from './bench-options.ts'
import { benchStudio, workingCopy } from './bench-studio.ts'
import { printTable } from './print-table.ts'
import type { Measured } from './bench-row.ts'
import type { SectionAnswer, SectionTask } from './section.ts'
import { sections } from './sections/index.ts'

/** `npm run bench`: exit 0 when everything was measured, met or not; 1 when not; 2 for a wrong option. */
async function main(): Promise<number> {
  const options = readBenchOptions(process.argv.slice(2))
  if (options === 'help') {
    process.stdout.write(benchHelp)
    return 0
  }
  if ('problem' in options) {
    process.stderr.write(`${options.problem} (--help says more.)\n`)
    return 2
  }
  const { only } = options
  const wanted = Object.keys(sections).filter((name) => only === null || name.includes(only))
  if (wanted.length === 0) {
    const known = Object.keys(sections).join(', ')
    process.stderr.write(`There is no section “${only}”; there are ${known}.\n`)
    return 2
  }
  const startedAt = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'fitflow-bench-run-'))
  const leave = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', leave)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

  const measured = await measure(options, wanted, folder)
  if (options.json) {
    const rows = measured.map(({ row }) => row)
    writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`)
  }
  printTable(measured, process.stdout)
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0)
  process.stdout.write(`\n${cpus().length} cores, Node ${process.version}, ${seconds} s\n`)
  return 0
}

async function measure(
  options: BenchOptions,
  wanted: readonly string[],
  folder: string,
): Promise<Measured[]> {
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  const copies = (events: number, name: string) => {
    const made = benchStudio(events, say)
    const copy = (whose: string) => workingCopy(made, folder, `${name}-${whose}`)
    return { ours: copy('ours'), plain: copy('plain') }
  }
  const files = {
    empty: copies(0, 'empty'),
    middle: copies(Math.ceil(options.events / 10), 'middle'),
    big: copies(options.events, 'big'),
  }
  const measured: Measured[] = []
  for (const section of wanted) {
    say(`${section} …`)
    measured.push(...(await runSection({ section, options, folder, ...files })))
  }
  return measured
}

async function runSection(task: SectionTask): Promise<readonly Measured[]> {
  const child = fork(join(import.meta.dirname, 'run-section.ts'))
  let answer: SectionAnswer | null = null
  child.on('message', (message: SectionAnswer) => {
    answer = message
  })
  child.send(task)
  // Its last message can come after its end; the channel's end comes after both.
  const [[code]] = (await Promise.all([once(child, 'exit'), once(child, 'disconnect')])) as [
    [number | null],
    unknown,
  ]
  if (code !== 0 || !answer) throw new Error(`The section ${task.section} broke off.`)
  return (answer as SectionAnswer).measured
}

process.exitCode = await main()
