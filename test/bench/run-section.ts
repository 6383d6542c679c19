/** The process of one section: heap, compiled code and memory figures are its own. */
import { sections } from './sections/index.ts'
import type { SectionAnswer, SectionTask } from './section.ts'

async function run(task: SectionTask): Promise<void> {
  const section = sections[task.section]
  if (!section) throw new Error(`There is no section ${task.section}.`)
  const say = (line: string) => void process.stderr.write(`  ${task.section}: ${line}\n`)
  const measured = await section({ ...task, say })
  process.send?.({ measured } satisfies SectionAnswer)
}

process.once('message', (task: SectionTask) => {
  run(task).then(
    () => process.disconnect(),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
      process.exit(1)
    },
  )
})
