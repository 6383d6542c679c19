import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bookReachable, messagesOf, openMailStudio, reachable } from '../support/mail-studio.ts'
import { MailServer } from '../support/mail-server.ts'
import type { TestStudio } from '../support/open-test-studio.ts'

/** Sends from a process of its own, which can be killed. The studio is closed here meanwhile. */
function sendElsewhere(studio: TestStudio): ChildProcess {
  studio.app.close()
  const script = fileURLToPath(new URL('../support/send-outbox.ts', import.meta.url))
  const child = spawn(process.execPath, [script, studio.file, studio.clock.now], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

describe('a process that dies while it sends', () => {
  it('between the server’s yes and our mark: the second copy has the first one’s Message-ID', async () => {
    const server = await MailServer.start()
    const studio = openMailStudio(server.port)
    bookReachable(studio, '2026-03-04T09:00')
    bookReachable(studio, '2026-03-04T11:00', reachable('Dora Client', 'dora@example.org'))
    const child = sendElsewhere(studio)
    const ended = new Promise((resolve) => child.once('exit', resolve))
    server.beforeAnswer = async () => {
      server.beforeAnswer = () => {}
      child.kill('SIGKILL')
      await ended
    }
    await ended
    studio.reopen()
    studio.signIn('manager')
    expect(messagesOf(studio).map(({ state }) => state)).toEqual(['sending', 'queued'])
    expect(server.taken).toHaveLength(1)

    studio.app.sender.start()
    await expect.poll(() => server.taken.length).toBe(3)
    await studio.app.sender.finish()
    const [first, again, dora] = server.taken
    expect(again!.messageId).toBe(first!.messageId)
    expect(again!.text).toBe(first!.text)
    expect(dora!.to).toBe('dora@example.org')
    expect(messagesOf(studio).map(({ state }) => state)).toEqual(['sent', 'sent'])
  })

  it('keeps its Message-ID also when the sender’s address was changed between two tries', async () => {
    const server = await MailServer.start()
    const studio = openMailStudio(server.port)
    bookReachable(studio, '2026-03-04T09:00')
    server.toRecipient = () => '451 Try later'
    await studio.app.sender.drain()
    const idOf = () => studio.rows<{ message_id: string }>('SELECT message_id FROM outbox')
    const before = idOf()
    studio.app.database.exec(`UPDATE message_settings SET from_address = 'new@elsewhere.example'`)
    studio.clock.advance({ minutes: 61 })
    server.toRecipient = () => undefined
    await studio.app.sender.drain()
    expect(idOf()).toEqual(before)
    expect(server.taken[0]!.messageId).toContain('@harbour.example')
  })
})
