import { startRedis } from '../support/brokers/redis-machine.ts'
import { openEvents } from './support/events-screen.ts'
import { lookAtScreen } from './support/look-at-screen.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { numberOf } from './support/read-from-outside.ts'
import { expect, test } from './support/test.ts'

test('a broker carries events to their handlers; while it is away the screen says so and the desk goes on', async ({
  dataDir,
  openWindow,
}) => {
  test.setTimeout(420_000)
  const studio = prepareStudio(dataDir)
  const redis = await startRedis()
  // As a studio sets it whose address holds a password.
  process.env['FITFLOW_BROKER'] = redis.url
  const window = await openWindow(dataDir).finally(() => delete process.env['FITFLOW_BROKER'])
  const { page } = window
  const book = (time: string) =>
    window.call('appointments.create', {
      trainerId: studio.trainers.ana,
      serviceId: studio.services.training,
      start: `${studio.nextWeek}T${time}`,
      shown: { priceMinor: 5_500 },
      client: { kind: 'new', client: { name: `Client at ${time}` } },
    })
  const entries = () => numberOf(dataDir, 'SELECT count(*) FROM trainer_calendar')
  await openEvents(window, studio.manager)
  const strip = page.getByRole('region', { name: 'Message broker' })
  await expect(strip).toContainText('Handlers get their events through Redis 127.0.0.1')
  await book('10:00')
  await expect(strip).toContainText('Everything is sent.')
  await expect.poll(entries).toBe(1)
  await lookAtScreen(window, 'events-broker')

  // What a server's error says stays out of the log file; the screen says it.
  window.problems.expect(/After a commit/)
  await redis.kill()
  await book('12:00')
  await expect(strip).toContainText('has been away since')
  await expect(strip).toContainText(/events? waits? to be sent\. The desk goes on\. FitFlow tries/)
  expect(entries()).toBe(1)
  await page.getByRole('tab', { name: 'Subscriptions' }).click()
  await lookAtScreen(window, 'events-broker-away')

  await redis.restart()
  // As after a sleep: nobody waits for the end of a long rest.
  await window.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'))
  await expect(strip).toContainText('Everything is sent.', { timeout: 90_000 })
  await expect.poll(entries).toBe(2)
  await redis.stop()
})
