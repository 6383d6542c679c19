import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { readRows, toEvent } from '../../main/events/event-log.ts'
import { trainerCalendar } from '../../main/features/trainer-calendar/index.ts'
import { sessionCounters } from '../../main/features/analytics/index.ts'
import { projections } from '../../main/features/projections.ts'
import { onItsOwn } from '../../main/db/unit-of-work.ts'
import { createDemoStudio } from '../../main/features/demo/index.ts'
import { openStudioApp, type StudioApp } from '../../main/studio-app.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import { cheapPins, migrations } from '../support/studio-template.ts'

let app: StudioApp
let folder: string
let demo: string

/** Four weeks of a busy studio, with moves, cancellations and refunds in them; made once, copied. */
beforeAll(() => {
  demo = join(mkdtempSync(join(tmpdir(), 'fitflow-demo-')), 'studio.db')
  const made = openStudioApp({ file: demo, migrations, pinCost: cheapPins })
  made.work.run(onItsOwn(), (tx) => createDemoStudio(tx, made.work, made.bus))
  made.delivery.drainDatabase()
  made.close()
  return () => rmSync(dirname(demo), { recursive: true })
})

beforeEach(() => {
  folder = makeTempFolder()
  const file = join(folder, 'studio.db')
  copyFileSync(demo, file)
  app = openStudioApp({ file, migrations })
  onTestFinished(() => app.close())
})

const tables = projections.flatMap((projection) => projection.tables)
const contents = () =>
  tables.map((table) => app.database.prepare(`SELECT * FROM ${table} ORDER BY 1, 2, 3`).all())
const job = () => app.monitor.jobs.job
const statusOf = (name: string) =>
  app.monitor.getSubscriptions().find((subscription) => subscription.name === name)?.status

describe('making a read model again', () => {
  it.each(projections.map((projection) => [projection.name, projection] as const))(
    'finds %s as it is when nothing was wrong with it',
    async (_, projection) => {
      const before = contents()
      await app.monitor.jobs.rebuild(projection)
      expect(job()).toMatchObject({
        state: 'done',
        outcome: { kind: 'rebuilt', changedRows: 0 },
      })
      expect(contents()).toEqual(before)
    },
  )

  it('puts right what was lost, changed and made up', async () => {
    const before = contents()
    app.database.exec(`
      DELETE FROM trainer_calendar WHERE rowid % 5 = 0;
      UPDATE trainer_calendar SET sequence = sequence + 9, status = 'cancelled' WHERE rowid % 7 = 0;
      UPDATE analytics_counters SET count = count + 1 WHERE hour = 9;
      INSERT INTO analytics_counters VALUES ('appointment.created', '1999-01-01', 3, 'x', 'y', 42);
    `)
    expect(contents()).not.toEqual(before)
    await app.monitor.jobs.rebuild(trainerCalendar)
    await app.monitor.jobs.rebuild(sessionCounters)
    expect(contents()).toEqual(before)
  })

  it('goes on where it stood: what is booked meanwhile is in it once', async () => {
    app.delivery.start()
    const rebuilt = app.monitor.jobs.rebuild(sessionCounters)
    const booking = readRows(app.database, 0, 5_000)
      .map(toEvent)
      .find((event) => event.type === 'appointment.created')
    if (!booking) throw new Error('The demo has no booking.')
    let published = 0
    while (job()?.state === 'running') {
      app.bus.publish('appointment.created', booking.data)
      published += 1
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await rebuilt
    app.delivery.drainDatabase()
    expect(published).toBeGreaterThan(3)
    const live = contents()
    await app.monitor.jobs.rebuild(sessionCounters)
    expect(job()?.outcome).toMatchObject({ changedRows: 0 })
    expect(contents()).toEqual(live)
  })

  it('holds its handler in memory only, so that a process that dies leaves nothing paused', async () => {
    const stored = app.database.prepare(
      `SELECT status FROM event_subscriptions WHERE service_name = 'trainer-calendar'`,
    )
    const seen = new Set<unknown>()
    const held = new Set<unknown>()
    const rebuilt = app.monitor.jobs.rebuild(trainerCalendar)
    while (job()?.state === 'running') {
      seen.add((stored.get() as { status: string }).status)
      const { id } = app.bus.subscriptions.byName('trainer-calendar')
      held.add(app.bus.subscriptions.row(id).status)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await rebuilt
    expect([...seen]).toEqual(['running'])
    expect([...held]).toEqual(['running', 'paused'])
    expect(statusOf('trainer-calendar')).toBe('running')
  })

  it('can be cancelled, and leaves neither a paused handler nor a file behind', async () => {
    const before = contents()
    const rebuilt = app.monitor.jobs.rebuild(trainerCalendar)
    await app.monitor.jobs.cancel()
    await rebuilt
    expect(job()).toMatchObject({ state: 'cancelled', outcome: null })
    expect(statusOf('trainer-calendar')).toBe('running')
    expect(readdirSync(folder).filter((name) => name.startsWith('rebuild-'))).toEqual([])
    expect(contents()).toEqual(before)
  })

  it('says so when an event on its way cannot be read, and changes nothing', async () => {
    const before = contents()
    app.database.exec('DROP TRIGGER event_log_is_immutable')
    app.database.exec(
      `UPDATE event_log SET event_data = 'no json' WHERE seq =
         (SELECT max(seq) FROM event_log WHERE event_type = 'appointment.created')`,
    )
    await app.monitor.jobs.rebuild(sessionCounters)
    expect(job()).toMatchObject({ state: 'failed', problem: expect.stringContaining('JSON') })
    expect(contents()).toEqual(before)
    expect(statusOf('analytics')).toBe('running')
  })

  it('refuses a second walk while one is going on', async () => {
    const first = app.monitor.jobs.verify()
    await expect(app.monitor.jobs.rebuild(trainerCalendar)).rejects.toThrow(/going on/)
    expect(await first).toMatchObject({ valid: true })
  })
})
