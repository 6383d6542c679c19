import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openStudioApp } from '../../main/studio-app.ts'
import { createRouter } from '../../main/ipc/router.ts'
import { newId } from '../../shared/ids.ts'
import { loopbackCertificate } from '../support/loopback-certificate.ts'
import { bookReachable, messagesOf, openMailStudio, plainSettings } from '../support/mail-studio.ts'
import { MailServer } from '../support/mail-server.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { migrations } from '../support/studio-template.ts'
import { trust } from '../support/trust.ts'

const password = 'Kaleidoskop-7731'

/** A server that lets in only who knows the password. */
const guarded = () =>
  MailServer.start({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: ({ username, password: given }, _, answer) =>
      username === 'desk' && given === password
        ? answer(null, { user: 'desk' })
        : answer(new Error('Invalid username or password')),
  })

const testOf = async (studio: TestStudio, to = 'mara@example.org') => {
  valueOf(studio.command('messages.test', { to }))
  const result = () => valueOf(studio.call('messages.testResult', {}))
  await expect.poll(() => result()?.state).not.toBe('sending')
  return result()!
}

describe('the mail server’s settings', () => {
  it('are none until a manager saves them, and answer everything but the password', () => {
    const studio = openTestStudio()
    studio.signIn('manager')
    expect(valueOf(studio.call('messages.settings', {}))).toBeNull()
    const settings = { ...plainSettings(587), userName: 'desk', host: 'mail.example', password }
    valueOf(studio.command('messages.saveSettings', { ...settings, security: 'starttls' }))
    const answer = valueOf(studio.call('messages.settings', {}))
    expect(answer).toEqual({
      enabled: true,
      host: 'mail.example',
      port: 587,
      security: 'starttls',
      userName: 'desk',
      hasPassword: true,
      fromName: 'Harbour Street Studio',
      fromAddress: 'desk@harbour.example',
      version: expect.any(Number),
    })
    expect(studio.dump()).not.toContain(password)
    expect(readFileSync(studio.file).includes(password)).toBe(false)
    const [event] = studio.events('messages.configured')
    expect(event!.data).toEqual({
      studioId: event!.metadata.tenantId,
      enabled: true,
      security: 'starttls',
    })
  })

  it('keep the stored password unless another one or none is given', async () => {
    const server = await guarded()
    const studio = openTestStudio()
    studio.signIn('manager')
    const save = (changes: object) =>
      valueOf(
        studio.command('messages.saveSettings', {
          ...plainSettings(server.port, { userName: 'desk' }),
          ...changes,
        }),
      )
    const has = () => valueOf(studio.call('messages.settings', {}))!.hasPassword
    save({ password })
    save({ fromName: 'Another name' })
    expect(has()).toBe(true)
    expect(await testOf(studio)).toMatchObject({ state: 'accepted' })
    save({ password: null })
    expect(has()).toBe(false)
    expect(await testOf(studio)).toMatchObject({ state: 'refused' })
    save({ password })
    save({ userName: null })
    expect(has()).toBe(false)
  })

  it('refuse a password on a computer without a key store, and go without one', () => {
    const studio = openTestStudio()
    studio.signIn('manager')
    // As Linux without a key ring: nothing is given to keep secrets in.
    const app = openStudioApp({ file: studio.file, migrations, clock: studio.clock.read })
    onTestFinished(() => app.close())
    const route = createRouter(app, () => {})
    const save = (changes: object) =>
      route(
        {
          name: 'messages.saveSettings',
          input: { ...plainSettings(25), expectedVersion: 0, ...changes },
          commandId: newId(),
        },
        studio.session,
      )
    const refused = refusalOf(save({ userName: 'desk', password }))
    expect(refused.code).toBe('no_key_store')
    expect(outcomeOf(save({}))).toBe('ok')
  })

  it('never send a password over the network in the open', () => {
    const studio = openTestStudio()
    studio.signIn('manager')
    const save = (host: string) =>
      outcomeOf(
        studio.command('messages.saveSettings', {
          ...plainSettings(25, { userName: 'desk' }),
          host,
          password,
        }),
      )
    expect(save('mail.example')).toBe('password_unprotected')
    expect(save('127.0.0.1')).toBe('ok')
  })

  it('say so when the password was sealed on another computer', async () => {
    const server = await guarded()
    const studio = openMailStudio(server.port, { userName: 'desk', password })
    bookReachable(studio, '2026-03-04T09:00')
    writeFileSync(join(dirname(studio.file), 'key'), Buffer.alloc(32))
    await studio.app.sender.drain()
    expect(server.connections).toBe(0)
    expect(messagesOf(studio)).toMatchObject([{ state: 'queued', attempts: 0 }])
    const { problem } = valueOf(studio.call('messages.outbox', {}))
    expect(problem?.reason).toContain('cannot be read on this computer')
  })

  it.each([
    { field: 'host', value: 'mail example' },
    { field: 'port', value: 0 },
    { field: 'port', value: 65_536 },
    { field: 'fromAddress', value: 'desk' },
    { field: 'fromName', value: ' ' },
  ])('refuse $value as $field', ({ field, value }) => {
    const studio = openTestStudio()
    studio.signIn('manager')
    const input = { ...plainSettings(25), [field]: value }
    const refused = refusalOf(studio.command('messages.saveSettings', input))
    expect(refused).toMatchObject({ code: 'invalid_input', details: { field } })
  })
})

describe('a test message', () => {
  it('is sent with the saved settings and answers what the server said', async () => {
    const server = await MailServer.start()
    const studio = openMailStudio(server.port)
    expect(await testOf(studio)).toMatchObject({
      state: 'accepted',
      to: 'mara@example.org',
      answer: expect.stringMatching(/^250/) as unknown,
    })
    expect(server.taken[0]).toMatchObject({ to: 'mara@example.org' })
    expect(server.taken[0]!.headers['subject']).toBe('Test message from Harbour Street Studio')
    expect(messagesOf(studio)).toEqual([])
  })

  it('tells what is wrong: a password, an address, a server that is not there', async () => {
    const server = await guarded()
    const studio = openMailStudio(server.port, { userName: 'desk', password: 'wrong' })
    expect((await testOf(studio)).answer).toContain('535 Invalid username or password')
    valueOf(
      studio.command(
        'messages.saveSettings',
        plainSettings(server.port, { userName: 'desk', password }),
      ),
    )
    server.toRecipient = () => '550 Unknown'
    expect((await testOf(studio)).answer).toContain('550 Unknown')
    await server.down()
    expect((await testOf(studio)).answer).toContain('ECONNREFUSED')
  })

  it('wakes what waited for the server', async () => {
    const server = await MailServer.start()
    const studio = openMailStudio(server.port)
    await server.down()
    bookReachable(studio, '2026-03-04T09:00')
    studio.app.sender.start()
    await expect.poll(() => studio.app.sender.rest).not.toBeNull()
    await server.up()
    expect(await testOf(studio)).toMatchObject({ state: 'accepted' })
    await expect.poll(() => server.taken.length).toBe(2)
    await studio.app.sender.finish()
  })

  it('needs settings, and one at a time', async () => {
    const studio = openTestStudio()
    studio.signIn('manager')
    const send = () => outcomeOf(studio.command('messages.test', { to: 'mara@example.org' }))
    expect(send()).toBe('messages_not_set_up')
    const server = await MailServer.start()
    valueOf(studio.command('messages.saveSettings', plainSettings(server.port)))
    expect(send()).toBe('ok')
    expect(send()).toBe('test_running')
    await expect.poll(() => server.taken.length).toBe(1)
  })
})

describe('the way to the server', () => {
  it.each([
    { security: 'starttls' as const, options: {} },
    { security: 'tls' as const, options: { secure: true } },
  ])('is encrypted with $security', async ({ security, options }) => {
    trust(loopbackCertificate.cert)
    let cipher: unknown = null
    const server = await MailServer.start({
      ...loopbackCertificate,
      ...options,
      onSecure: (_, session, answer) => {
        cipher = session.tlsOptions
        answer()
      },
    })
    const studio = openMailStudio(server.port, { security })
    bookReachable(studio, '2026-03-04T09:00')
    await studio.app.sender.drain()
    expect(server.taken).toHaveLength(1)
    expect(cipher).toMatchObject({ version: 'TLSv1.3' })
  })

  it('is not taken when the certificate is not trusted', async () => {
    const server = await MailServer.start(loopbackCertificate)
    const studio = openMailStudio(server.port, { security: 'starttls' })
    bookReachable(studio, '2026-03-04T09:00')
    await studio.app.sender.drain()
    expect(server.taken).toHaveLength(0)
    expect(messagesOf(studio)[0]!.lastError).toContain('self-signed certificate')
  })

  it('is not taken in the open when STARTTLS was asked for and is not offered', async () => {
    const server = await MailServer.start()
    const studio = openMailStudio(server.port, { security: 'starttls' })
    bookReachable(studio, '2026-03-04T09:00')
    await studio.app.sender.drain()
    expect(server.taken).toHaveLength(0)
    expect(messagesOf(studio)).toMatchObject([{ state: 'queued' }])
  })
})
