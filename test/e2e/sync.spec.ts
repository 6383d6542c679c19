import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { createPairingCode } from '../../cloud/access/pair-device.ts'
import { createEndpoint } from '../../cloud/create-endpoint.ts'
import { openSqliteServer } from '../../cloud/storage/sqlite-server.ts'
import { instantFrom } from '../../shared/time.ts'
import { Desk } from './support/desk.ts'
import type { FitFlowWindow } from './support/fitflow-window.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio, type PreparedStudio } from './support/prepare-studio.ts'
import { expect, test } from './support/test.ts'

const passphrase = 'evergreen front desk'

function book(window: FitFlowWindow, studio: PreparedStudio, time: string) {
  return window.call('appointments.create', {
    trainerId: studio.trainers.ana,
    serviceId: studio.services.training,
    start: `${studio.nextWeek}T${time}`,
    client: { kind: 'new', client: { name: `Client at ${time}` } },
  })
}

test('a manager connects the computer; what happens offline arrives when the endpoint is back', async ({
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
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('tab', { name: 'Cloud' }).click()

  await test.step('a code that is not known stays in the form, with the reason', async () => {
    await page.getByLabel('Address of the endpoint').fill(`http://127.0.0.1:${port}`)
    await page.getByLabel('Pairing code').fill('WRONG-CODE')
    await page.getByRole('button', { name: 'Connect' }).click()
    // There is no key store under a display that exists only for tests.
    await expect(page.getByText('has no key store that could keep the token')).toBeVisible()
    await page.getByLabel('Passphrase').fill(passphrase)
    await page.getByRole('button', { name: 'Connect' }).click()
    await expect(page.getByText('This pairing code is not known, used or too old.')).toBeVisible()
    await expect(page.getByLabel('Address of the endpoint')).toHaveValue(`http://127.0.0.1:${port}`)
    await lookAtScreen(window, 'cloud-connect')
  })

  await test.step('the right one connects, and the whole log goes out', async () => {
    const code = await createPairingCode(server, 'harbour', instantFrom(Date.now()))
    await page.getByLabel('Pairing code').fill(code!.code)
    await page.keyboard.press('Enter')
    await expect(page.getByText(/Everything is at the endpoint · last synced/)).toBeVisible()
    await lookAtScreen(window, 'cloud-connected')
  })

  const badge = page.getByRole('button', { name: /^Cloud sync: / })
  await test.step('without the endpoint the desk goes on, and the badge says what waits', async () => {
    await endpoint.close()
    expect((await book(window, studio, '09:00')).ok).toBe(true)
    expect((await book(window, studio, '11:00')).ok).toBe(true)
    await expect(badge).toHaveAccessibleName(/changes? waiting/)
    await badge.click()
    await expect(
      page.getByRole('dialog').getByText(/The endpoint cannot be reached. Will try again in/),
    ).toBeVisible()
    await lookAtScreen(window, 'cloud-waiting', { over: 'list' })
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await expect(page.getByText(/would not arrive. Sync now, or save them/)).toBeVisible()
    const dialog = page.getByRole('alertdialog')
    await expect(dialog.getByRole('button', { name: 'Disconnect' })).toBeDisabled()
    await lookAtScreen(window, 'cloud-disconnect', { over: 'dialog' })
    await page.keyboard.press('Escape')
  })

  await test.step('when the network is back everything arrives, once and in order', async () => {
    await page.context().setOffline(true)
    endpoint = await listen(port)
    // The window hears of it, and nobody presses anything.
    await page.context().setOffline(false)
    await expect(badge).toHaveAccessibleName('Cloud sync: Everything is at the endpoint', {
      timeout: 15_000,
    })
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
