import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { createPairingCode } from '../../cloud/access/pair-device.ts'
import { createEndpoint } from '../../cloud/create-endpoint.ts'
import { openSqliteServer } from '../../cloud/storage/sqlite-server.ts'
import { instantFrom } from '../../shared/time.ts'
import { valueOf } from '../support/read-result.ts'
import { Desk } from './support/desk.ts'
import type { FitFlowWindow } from './support/fitflow-window.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio, type PreparedStudio } from './support/prepare-studio.ts'
import { numberOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

const passphrase = 'evergreen front desk'

/** How many events the endpoint has not got. */
const waitingQuery = `SELECT (SELECT seq FROM event_log_head) - cursor_seq
  FROM event_subscriptions WHERE service_name = 'cloud-sync'`

function book(window: FitFlowWindow, studio: PreparedStudio, time: string) {
  return window.call('appointments.create', {
    trainerId: studio.trainers.ana,
    serviceId: studio.services.training,
    start: `${studio.nextWeek}T${time}`,
    shown: { priceMinor: 5_500 },
    client: { kind: 'new', client: { name: `Client at ${time}` } },
  })
}

test('a manager connects the computer without a mouse; what happens offline arrives when the endpoint is back', async ({
  dataDir,
  openWindow,
}) => {
  test.setTimeout(420_000)
  const server = await openSqliteServer(join(dataDir, 'endpoint', 'cloud.db'))
  const listen = async (port: number): Promise<FastifyInstance> => {
    const endpoint = await createEndpoint({ server })
    await endpoint.listen({ host: '127.0.0.1', port })
    return endpoint
  }
  let endpoint = await listen(0)
  const { port } = endpoint.server.address() as AddressInfo
  const studio = prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const { page } = window
  const desk = new Desk(page, studio)
  await desk.signIn(studio.manager)
  const { keyboard } = page
  await desk.openSettings('Cloud')

  await test.step('a code that is not known stays in the form, with the reason', async () => {
    await desk.tabTo(page.getByLabel('Address of the endpoint'))
    await keyboard.type(`http://127.0.0.1:${port}`)
    await desk.tabTo(page.getByLabel('Pairing code'))
    await keyboard.type('WRONG-CODE')
    await keyboard.press('Enter')
    // There is no key store under a display that exists only for tests.
    await expect(page.getByText('has no key store that could keep the token')).toBeVisible()
    await desk.tabTo(page.getByLabel('Passphrase'))
    await keyboard.type(passphrase)
    // The endpoint is at something else, for as long as it takes to look at who waits.
    let finish = (): void => undefined
    const work = server.transaction(() => new Promise<void>((resolve) => (finish = resolve)))
    await keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Connect' })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
    await lookAtScreen(window, 'cloud-pairing')
    finish()
    await work
    await expect(page.getByText('This pairing code is not known, used or too old.')).toBeVisible()
    await expect(page.getByLabel('Address of the endpoint')).toHaveValue(`http://127.0.0.1:${port}`)
    await lookAtScreen(window, 'cloud-connect')
  })

  await test.step('the right one connects, and the whole log goes out', async () => {
    const code = await createPairingCode(server, 'harbour', instantFrom(Date.now()))
    await desk.tabTo(page.getByLabel('Pairing code'))
    await keyboard.press('Control+a')
    await keyboard.type(code!.code)
    await keyboard.press('Enter')
    await expect(page.getByText(/Everything is at the endpoint · last synced/)).toBeVisible()
    await lookAtScreen(window, 'cloud-connected')
  })

  const badge = page.getByRole('button', { name: /^Cloud sync: / })
  await test.step('without the endpoint the desk goes on, and the badge says what waits', async () => {
    await endpoint.close()
    expect((await book(window, studio, '09:00')).ok).toBe(true)
    expect((await book(window, studio, '11:00')).ok).toBe(true)
    await expect(badge).toHaveAccessibleName(/changes? waiting/)
    await desk.pressOn(badge)
    await expect(
      page.getByRole('dialog').getByText(/The endpoint cannot be reached. Will try again in/),
    ).toBeVisible()
    await lookAtScreen(window, 'cloud-waiting', { over: 'list' })
    await keyboard.press('Escape')
    await desk.pressOn(desk.button('Disconnect'))
    await expect(page.getByText(/would not arrive. Sync now, or save them/)).toBeVisible()
    const dialog = page.getByRole('alertdialog')
    await expect(dialog.getByRole('button', { name: 'Disconnect' })).toBeDisabled()
    await lookAtScreen(window, 'cloud-disconnect', { over: 'dialog' })
    await keyboard.press('Escape')
  })

  await test.step('when the network is back everything arrives, once and in order, also with nobody signed in', async () => {
    // A rest that only a wake can have ended, when it ends soon.
    const restSeconds = async () => {
      const { link } = valueOf(await window.call('sync.status', {}))
      return link?.delay ? (Date.parse(link.delay.until) - Date.now()) / 1_000 : 0
    }
    await expect.poll(restSeconds, { timeout: 120_000 }).toBeGreaterThan(12)
    await keyboard.press('Control+l')
    await expect(page.getByLabel(`PIN of ${studio.manager.name}`)).toBeFocused()
    await page.context().setOffline(true)
    endpoint = await listen(port)
    await page.context().setOffline(false)
    await expect.poll(() => numberOf(dataDir, waitingQuery), { timeout: 10_000 }).toBe(0)
    await keyboard.type(studio.manager.pin)
    await keyboard.press('Enter')
    await expect(badge).toHaveAccessibleName('Cloud sync: Everything is at the endpoint')
    const { count, last } = (
      await server.all<{ count: number; last: number }>(
        'SELECT count(*) AS count, max(seq) AS last FROM events',
        [],
      )
    )[0]!
    expect(count).toBe(last)
  })

  await test.step('after a restart the passphrase is asked for', async () => {
    await window.kill()
    const again = await openWindow(dataDir)
    await new Desk(again.page, studio).signIn(studio.desk)
    await again.page.getByRole('button', { name: /^Cloud sync: / }).click()
    await again.page.getByLabel('Passphrase').fill('not this one')
    await again.page.keyboard.press('Enter')
    await expect(again.page.getByText('This passphrase does not open the token.')).toBeVisible()
    await again.page.getByLabel('Passphrase').fill(passphrase)
    await again.page.keyboard.press('Enter')
    await expect(
      again.page.getByRole('button', { name: 'Cloud sync: Everything is at the endpoint' }),
    ).toBeVisible()
  })
  await endpoint.close()
  await server.close()
})
