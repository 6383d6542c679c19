import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { startChild } from '../support/child.ts'
import { inspectStudio } from '../support/check-studio.ts'
import { Desk } from '../support/desk.ts'
import { killPaths, type Acknowledged } from '../kills/kill-files.ts'
import type { Random } from '../support/random.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'
import type { FileFaults } from './break-files.ts'
import type { Studios } from './make-studios.ts'

const deskProcess = join(import.meta.dirname, '../kills/desk-process.ts')
const longestLifeMs = 700

interface Put {
  readonly name: string
  /** `copy` was made before the life that was killed. Answers where the studio is to be opened. */
  readonly act: (file: string, copy: string, stranger: string) => string
  /** Whether the log belongs to what lies there now. */
  readonly isOwn: boolean
}

const puts: readonly Put[] = [
  { name: 'left as it was', act: (file) => file, isOwn: true },
  { name: 'copied with its log', act: (file) => copyAll(file, ['', '-wal']), isOwn: true },
  {
    name: 'copied with its log and its note',
    act: (file) => copyAll(file, ['', '-wal', '-opened']),
    isOwn: true,
  },
  {
    name: 'a copy moved into its place',
    act: (file, copy) => {
      renameSync(copy, file)
      return file
    },
    isOwn: false,
  },
  {
    name: 'a copy written over it',
    act: (file, copy) => {
      writeFileSync(file, readFileSync(copy))
      return file
    },
    isOwn: false,
  },
  {
    name: 'the log of a stranger beside a copy',
    act: (file, copy, stranger) => {
      const elsewhere = join(dirname(file), 'elsewhere', 'studio.db')
      mkdirSync(dirname(elsewhere))
      copyFileSync(copy, elsewhere)
      copyFileSync(`${stranger}-wal`, `${elsewhere}-wal`)
      return elsewhere
    },
    isOwn: false,
  },
]

/** Kills desks, and puts logs beside files: their own ones must be applied, and others never. */
export async function putForeignLogs(random: Random, studios: Studios): Promise<FileFaults> {
  const problems: string[] = []
  const counts = { applied: 0, setAside: 0, kept: 0 }
  for (const put of puts) {
    await inScratchFolder(async (folder) => {
      const paths = killPaths(folder)
      const isBackup = random.chance(0.5)
      const copy = join(folder, 'copy.db')
      copyFileSync(studios.closed, paths.studio)
      copyFileSync(isBackup ? studios.backup : studios.closed, copy)
      await liveAndDie(folder, random)
      const strange = join(folder, 'strange')
      mkdirSync(strange)
      if (put.name.includes('stranger')) {
        copyFileSync(studios.stranger, killPaths(strange).studio)
        await liveAndDie(strange, random)
      }
      const hadLog = existsSync(`${paths.studio}-wal`)
      const file = put.act(paths.studio, copy, killPaths(strange).studio)
      const label = `${put.name} (${isBackup ? 'a backup' : 'a raw copy'})`
      const say = (problem: string) => problems.push(`${label}: ${problem}`)
      const desk = Desk.open(file)
      try {
        const there = desk.all<{ count: number }>('SELECT count(*) AS count FROM appointments')[0]
        const confirmed = confirmedIn(paths.acknowledged)
        const lost = put.isOwn ? confirmed.filter((id) => !isThere(desk, id)) : []
        if (lost.length > 0)
          say(`${lost.length} of ${confirmed.length} confirmed commands are LOST`)
        counts.kept += put.isOwn ? confirmed.length : 0
        if (!put.isOwn && there?.count !== 0) say('the log was applied')
      } finally {
        desk.close()
      }
      const aside = readdirSync(dirname(file)).filter((name) => name.includes('-wal.set-aside-'))
      if (put.isOwn && aside.length > 0) say('its own log was set aside')
      if (!put.isOwn && hadLog && aside.length !== 1) say('the log was not kept')
      counts[put.isOwn ? 'applied' : 'setAside'] += 1
      for (const problem of inspectStudio(file).problems) say(problem)
    })
  }
  return {
    summary: `${puts.length} logs beside files after a kill: ${counts.applied} applied with ${counts.kept} confirmed commands, ${counts.setAside} set aside`,
    problems,
  }
}

async function liveAndDie(folder: string, random: Random): Promise<void> {
  const seed = String(random.below(2 ** 31))
  const child = startChild(deskProcess, [folder, seed], { limitMs: 60_000 })
  if ((await child.line('working')) === null) throw new Error((await child.ended).errors)
  await new Promise((resolve) => setTimeout(resolve, 100 + random.next() * longestLifeMs))
  child.kill()
  await child.ended
}

function confirmedIn(answers: string): string[] {
  return readFileSync(answers, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Acknowledged)
    .filter(({ result }) => result.ok)
    .map(({ commandId }) => commandId)
}

function isThere(desk: Desk, commandId: string): boolean {
  return desk.all('SELECT 1 FROM command_results WHERE command_id = ?', commandId).length > 0
}

function copyAll(file: string, parts: readonly string[]): string {
  const elsewhere = join(dirname(file), 'elsewhere', 'studio.db')
  mkdirSync(dirname(elsewhere))
  for (const part of parts) cpSync(file + part, elsewhere + part)
  return elsewhere
}
