import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { readMigrations } from '../../main/db/migrate.ts'
import { addStaffMember } from '../../main/features/staff/index.ts'
import { createRouter } from '../../main/ipc/router.ts'
import { openStudioApp } from '../../main/studio-app.ts'
import { newId } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { keyFileSecrets } from '../../main/platform/key-file.ts'
import { openTodaysDrawer } from './todays-drawer.ts'

/** The real migrations, from the repository. */
export const migrationsFolder = resolve(import.meta.dirname, '../../migrations')
export const migrations = readMigrations(migrationsFolder)

export interface StudioChoice {
  readonly timeZone: string
  readonly currency: string
  readonly now: Instant
}

/** PINs of tests are entered thousands of times, and guard nothing. */
export const cheapPins = 4

interface StaffMember {
  readonly id: string
  readonly pin: string
}

/** Who works in the test studio and what it sells. `trainer` is Ana's sign-in. */
export interface People {
  readonly staff: {
    readonly manager: StaffMember
    readonly desk: StaffMember
    readonly trainer: StaffMember
  }
  readonly ana: string
  readonly ben: string
  /** 60 minutes at 55.00. */
  readonly training: string
  /** 30 minutes at 24.99. */
  readonly stretching: string
  /** 45 minutes, free. */
  readonly trial: string
}

interface Template {
  readonly file: string
  /** What its PINs' pepper is sealed with; see `keyFileSecrets`. */
  readonly key: string
  readonly choice: StudioChoice
  readonly people: People
}

const usual: StudioChoice = {
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  now: '2026-03-02T07:00:00.000Z' as Instant,
}

const made = new Map<string, Template>()

/** Sets a studio up through the router once per test file; each test works on a copy. */
export function makeStudioTemplate(partial: Partial<StudioChoice>): Template {
  const choice = { ...usual, ...partial }
  const key = JSON.stringify(choice)
  let template = made.get(key)
  if (!template) made.set(key, (template = setUp(choice)))
  return template
}

const temporary = mkdtempSync(join(tmpdir(), 'fitflow-template-'))
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }))

function setUp(choice: StudioChoice): Template {
  const file = join(temporary, `${made.size}.db`)
  const key = `${file}.key`
  const app = openStudioApp({
    file,
    migrations,
    clock: () => Date.parse(choice.now),
    secrets: keyFileSecrets(key),
    pinCost: cheapPins,
  })
  try {
    const route = createRouter(app, (_, channel, error) => {
      throw new Error(`${channel} failed`, { cause: error })
    })
    const answer = route(
      { name: 'studio.setUp', commandId: newId(), input: studioInput(choice) },
      { current: null },
    )
    if (!answer.ok) throw new Error(answer.error.message)
    const context = { actorId: null, commandId: null, correlationId: newId() }
    // Setting a studio up makes managers and trainers; the desk is hired afterwards.
    const desk = app.work.run(context, (tx) =>
      addStaffMember(
        tx,
        app.bus,
        {
          name: 'Dana Desk',
          pin: '806417',
          role: 'front_desk',
          trainerId: null,
          demo: false,
        },
        app.access,
      ),
    )
    const idOf = (table: string, name: string) =>
      app.database.prepare(`SELECT id FROM ${table} WHERE name = ?`).get(name) as { id: string }
    openTodaysDrawer(app)
    const people = {
      staff: {
        manager: { id: idOf('staff', 'Mara Lindqvist').id, pin: '719254' },
        desk: { id: desk, pin: '806417' },
        trainer: { id: idOf('staff', 'Ana Ruiz').id, pin: '592683' },
      },
      ana: idOf('trainers', 'Ana Ruiz').id,
      ben: idOf('trainers', 'Ben Okafor').id,
      training: idOf('services', 'Personal training').id,
      stretching: idOf('services', 'Stretching').id,
      trial: idOf('services', 'Trial').id,
    }
    return { file, key, choice, people }
  } finally {
    app.close()
  }
}

/** What a manager would type on the set-up screen. */
export function studioInput(choice: Pick<StudioChoice, 'timeZone' | 'currency'> = usual) {
  return {
    name: 'Harbour Street Studio',
    timeZone: choice.timeZone,
    currency: choice.currency,
    trainers: [{ name: 'Ana Ruiz', pin: '592683' }, { name: 'Ben Okafor' }],
    services: [
      { name: 'Personal training', durationMinutes: 60, priceMinor: 5_500 },
      { name: 'Stretching', durationMinutes: 30, priceMinor: 2_499 },
      { name: 'Trial', durationMinutes: 45, priceMinor: 0 },
    ],
    manager: { name: 'Mara Lindqvist', pin: '719254' },
  }
}
