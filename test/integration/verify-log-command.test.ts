import { spawnSync } from 'node:child_process'
import { mkdirSync, renameSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bookSession } from '../support/book-session.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import { openTestStudio } from '../support/open-test-studio.ts'
import { tamperedCopy } from '../support/tamper.ts'

const command = resolve(import.meta.dirname, '../../main/cli/verify-log.ts')

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

describe('the log:verify command', () => {
  it('ends with 0 and says the head’s hash, while the studio is open', () => {
    const studio = openTestStudio()
    studio.signIn('desk')
    bookSession(studio, '2026-03-02T09:00')
    const { status, stdout } = run('--data-dir', dirname(studio.file))
    const head = studio.rows<{ hash: Buffer }>('SELECT hash FROM event_log_head')[0]!.hash
    expect(stdout).toContain(`${studio.events().length} events, head ${head.toString('hex')}`)
    expect(status).toBe(0)
  })

  it('ends with 1 and names the event after one byte was changed in a copy', () => {
    const studio = openTestStudio()
    studio.signIn('desk')
    const copy = tamperedCopy(studio, (copy) =>
      copy.exec(`UPDATE event_log SET event_data = replace(event_data, 'manager', 'trainer')
                 WHERE event_type = 'staff.added'`),
    )
    const folder = join(dirname(copy), 'copy')
    mkdirSync(folder)
    renameSync(copy, join(folder, 'studio.db'))
    const bad = studio.events('staff.added').find(({ data }) => data.role === 'manager')!
    const { status, stdout } = run(`--data-dir=${folder}`)
    expect(stdout).toContain(`First bad: event ${bad.seq} (${bad.id}): its data was changed`)
    expect(status).toBe(1)
  })

  it('ends with 2 when there is no studio, and makes none', () => {
    const folder = makeTempFolder()
    const { status, stderr } = run('--data-dir', folder)
    expect(stderr).toContain('There is no studio')
    expect(status).toBe(2)
  })

  it('ends with 2 when it is not told which studio', () => {
    const { status, stderr } = run()
    expect(stderr).toContain('--data-dir')
    expect(status).toBe(2)
  })
})
