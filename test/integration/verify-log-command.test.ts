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

  it('finds a cut tail with a rewritten head as soon as somebody noted a later hash', () => {
    const studio = openTestStudio()
    studio.signIn('desk')
    bookSession(studio, '2026-03-02T09:00')
    const before = run('--data-dir', dirname(studio.file)).stdout
    const [, seq, hash] = /(\d+) events, head ([0-9a-f]{64})/.exec(before) ?? []
    const witness = `${seq}:${hash}`
    const copy = tamperedCopy(studio, (copy) =>
      copy.exec(`DELETE FROM event_log WHERE seq = (SELECT max(seq) FROM event_log);
                 UPDATE event_log_head SET (seq, hash, created_at) =
                   (SELECT seq, hash, created_at FROM event_log ORDER BY seq DESC LIMIT 1)`),
    )
    const folder = join(dirname(copy), 'copy')
    mkdirSync(folder)
    renameSync(copy, join(folder, 'studio.db'))
    expect(run('--data-dir', folder).status).toBe(0)
    const { status, stdout } = run('--data-dir', folder, '--witness', witness)
    expect(stdout).toContain(`First bad: event ${seq}: it is missing: the witness saw event ${seq}`)
    expect(status).toBe(1)
    expect(run('--data-dir', dirname(studio.file), `--witness=${witness}`).status).toBe(0)
  })

  it('finds a log that goes on differently from where the witness looked', () => {
    const studio = openTestStudio()
    const witness = `3:${'0'.repeat(64)}`
    const { status, stdout } = run('--data-dir', dirname(studio.file), '--witness', witness)
    expect(stdout).toContain('the witness saw another event in its place')
    expect(status).toBe(1)
  })

  it.each(['', '3', '3:abc', `x:${'0'.repeat(64)}`])(
    'ends with 2 on the witness “%s”',
    (witness) => {
      const { status, stderr } = run('--data-dir', makeTempFolder(), '--witness', witness)
      expect(stderr).toContain('SEQ:HASH')
      expect(status).toBe(2)
    },
  )

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
