import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { valueOf } from '../support/read-result.ts'
import { Desk } from './support/desk.ts'
import type { FitFlowWindow } from './support/fitflow-window.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio, type PreparedStudio } from './support/prepare-studio.ts'
import { expect, test } from './support/test.ts'

/** A mail server on this computer. It takes everything but what is for `full@…`. */
async function startMailServer() {
  const taken: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _, answer) => {
      const isFull = address.startsWith('full@')
      answer(isFull ? Object.assign(new Error('Mailbox full'), { responseCode: 552 }) : null)
    },
    onData: (stream, session, answer) => {
      stream.resume()
      stream.on('end', () => {
        taken.push(session.envelope.rcptTo[0]!.address)
        answer()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { taken, port: (server.server.address() as AddressInfo).port, stop: () => server.close() }
}

function book(
  window: FitFlowWindow,
  studio: PreparedStudio,
  time: string,
  name: string,
  email: string,
) {
  return window.call('appointments.create', {
    trainerId: studio.trainers.ana,
    serviceId: studio.services.training,
    start: `${studio.nextWeek}T${time}`,
    shown: { priceMinor: 5_500 },
    client: { kind: 'new', client: { name, email, messagesConsent: true } },
  })
}

test('a manager sets the mail server up, and what waited goes out', async ({
  dataDir,
  openWindow,
}) => {
  test.setTimeout(420_000)
  const server = await startMailServer()
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  await desk.signIn(studio.manager)
  await page.getByRole('link', { name: 'Messages' }).click()
  await expect(page.getByText('No messages yet')).toBeVisible()
  await lookAtScreen(window, 'messages-empty')

  const { date, policy, version } = valueOf(await window.call('policy.current', {}))
  const atOnce = { ...policy, messageDelayMinutes: 0 }
  const sent = { effectiveFrom: date, policy: atOnce, expectedVersion: version }
  valueOf(await window.call('policy.save', sent))
  valueOf(await book(window, studio, '10:00', 'Cleo Client', 'cleo@example.org'))
  valueOf(await book(window, studio, '11:00', 'Fred Full', 'full@example.org'))
  await expect(page.getByText('2 waiting, 0 sent, 0 failed')).toBeVisible()
  await expect(page.getByText('E-mail is not set up')).toBeVisible()

  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Enter the server’s name.')).toBeVisible()
  await lookAtScreen(window, 'messages-mistake')
  await page.getByLabel('Server', { exact: true }).fill('127.0.0.1')
  await page.getByRole('radiogroup', { name: 'Encryption' }).getByText('None').click()
  await expect(page.getByLabel('Port')).toHaveValue('25')
  await page.getByLabel('Port').fill(String(server.port))
  await page.getByLabel('Sender’s address').fill('desk@harbour.example')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(desk.notices).toContainText('The mail server was saved')

  await expect(page.getByText('0 waiting, 1 sent, 1 failed')).toBeVisible()
  await expect(page.getByText('552 Mailbox full')).toBeVisible()
  expect(server.taken).toEqual(['cleo@example.org'])

  await page.getByLabel('Send a test to').fill('mara@example.org')
  await page.getByRole('button', { name: 'Send a test message' }).click()
  await expect(page.getByText(/The server took the message to mara@example.org/)).toBeVisible()
  await lookAtScreen(window, 'messages')

  await page.getByRole('radiogroup', { name: 'Show' }).getByText('Failed').click()
  await page.getByRole('button', { name: 'Try again: message to Fred Full' }).click()
  await expect(desk.notices).toContainText('Queued again')
  await expect(page.getByText('0 waiting, 1 sent, 1 failed')).toBeVisible()

  await page.getByLabel('Send a test to').fill('full@example.org')
  await page.getByRole('button', { name: 'Send a test message' }).click()
  await expect(page.getByText(/was not taken. The answer was: 552 Mailbox full/)).toBeVisible()

  // The files follow the book within seconds.
  await expect(page.getByRole('button', { name: /Show Ana Ruiz’s calendar/ })).toBeVisible()
  server.stop()
})

test('the front desk sees the messages, but not how they are sent; trainers see neither', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  await desk.signIn(studio.desk)
  valueOf(await book(window, studio, '10:00', 'Cleo Client', 'cleo@example.org'))
  await page.keyboard.press('Control+4')
  await expect(page.getByText('1 waiting, 0 sent, 0 failed')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Mail server' })).toHaveCount(0)
  await page.keyboard.press('Control+l')
  await desk.signIn(studio.trainer)
  await expect(page.getByRole('link', { name: 'Day' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Messages' })).toHaveCount(0)

  // What they are written to about is theirs to choose, by keys alone.
  await page.getByRole('button', { name: /Ana Ruiz/ }).press('Enter')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Messages to me' })).toBeVisible()
  await expect(page.getByLabel('E-mail address')).toBeFocused()
  await page.keyboard.type('ana@')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Enter an e-mail address, or leave it empty.')).toBeVisible()
  await page.getByLabel('E-mail address').fill('ana@example.org')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await page.getByLabel('Only if it begins within').fill('48')
  await lookAtScreen(window, 'my-messages', { over: 'dialog' })
  await page.keyboard.press('Enter')
  await expect(desk.notices).toContainText('The messages were saved')
  expect(
    valueOf(await window.call('staff.messages', { staffId: studio.trainer.id })),
  ).toMatchObject({
    email: 'ana@example.org',
    booked: false,
    moved: true,
    cancelled: true,
    withinHours: 48,
  })

  // A manager finds it in the staff list.
  await page.keyboard.press('Control+l')
  await desk.signIn(studio.manager)
  await desk.openSettings('Staff')
  await page.getByRole('button', { name: 'What to do about Ana Ruiz' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Messages by e-mail' }).press('Enter')
  await expect(page.getByRole('dialog', { name: 'Messages to Ana Ruiz' })).toBeVisible()
  await expect(page.getByLabel('E-mail address')).toHaveValue('ana@example.org')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('a password is refused where there is no key store to keep it', async ({
  dataDir,
  openWindow,
}) => {
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const { page } = window
  const backend = await window.electron.evaluate(({ safeStorage }) =>
    process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : 'a real one',
  )
  test.skip(backend !== 'basic_text', `This computer keeps keys in ${backend}.`)
  const desk = new Desk(page, studio)
  await desk.signIn(studio.manager)
  await page.getByRole('link', { name: 'Messages' }).click()
  await page.getByLabel('Server', { exact: true }).fill('mail.example.com')
  await page.getByLabel('User').fill('desk')
  await page.getByLabel('Password').fill('Kaleidoskop-7731')
  await page.getByLabel('Sender’s address').fill('desk@harbour.example')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('This computer has no key store')).toBeVisible()
  await lookAtScreen(window, 'messages-no-key-store')
})
