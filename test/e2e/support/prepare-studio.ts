import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readMigrations } from '../../../main/db/migrate.ts'
import { addStaffMember } from '../../../main/features/staff/index.ts'
import { createRouter } from '../../../main/ipc/router.ts'
import { dataPaths } from '../../../main/platform/command-line.ts'
import { openStudioApp } from '../../../main/studio-app.ts'
import type { OutputOf } from '../../../shared/contract.ts'
import type { CommandName, Contracts } from '../../../shared/contracts.ts'
import { newId } from '../../../shared/ids.ts'
import type { Result } from '../../../shared/result.ts'
import type { Session } from '../../../shared/staff.ts'
import { addDays, instantFrom, localDateOf, type LocalDate } from '../../../shared/time.ts'
import { valueOf } from '../../support/read-result.ts'
import { asSeen, type Seen } from '../../support/as-seen.ts'
import { openTodaysDrawer } from '../../support/todays-drawer.ts'
import { projectFolder } from '../../../tools/build/project-folder.ts'
import { lateMorningZone } from './late-morning-zone.ts'

/** Somebody on the staff list, and how they sign in. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly pin: string
}

/** Runs a command as the manager, before the window is opened. */
export type RunCommand = <N extends CommandName>(name: N, input: Seen<N>) => OutputOf<Contracts[N]>

/** A studio that lies ready in a data folder: three trainers, three services, every day 08:00 to 20:00. */
export interface PreparedStudio {
  readonly dataDir: string
  readonly timeZone: string
  readonly today: LocalDate
  readonly tomorrow: LocalDate
  /** Far enough ahead for cancelling to be free. */
  readonly nextWeek: LocalDate
  readonly manager: Person
  readonly desk: Person
  /** Signs in as a trainer; her column is Ana's. */
  readonly trainer: Person
  readonly trainers: { readonly ana: string; readonly ben: string; readonly chris: string }
  readonly services: {
    /** 60 minutes at €55.00. */
    readonly training: string
    /** 30 minutes at €24.99. */
    readonly stretching: string
    /** 45 minutes, free. */
    readonly trial: string
  }
}

type Template = Omit<PreparedStudio, 'dataDir'> & { readonly file: string }

const migrations = readMigrations(join(projectFolder, 'migrations'))
const templates = new Map<string, Template>()
const temporary = mkdtempSync(join(tmpdir(), 'fitflow-e2e-template-'))
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }))

/**
 * Puts a studio into a data folder: set up once per zone by FitFlow's own set-up, then copied.
 *
 * @param prepare what has already been booked and paid when the window opens.
 */
export function prepareStudio(
  dataDir: string,
  options: {
    readonly timeZone?: string
    readonly prepare?: (run: RunCommand, studio: PreparedStudio) => void
  } = {},
): PreparedStudio {
  const template = templateIn(options.timeZone ?? lateMorningZone())
  const { file: ready, ...studioIn } = template
  const studio = { ...studioIn, dataDir }
  const { database: file } = dataPaths(dataDir)
  mkdirSync(dirname(file), { recursive: true })
  copyFileSync(ready, file)
  if (options.prepare) {
    withStudio(file, studio.manager, (run) => options.prepare?.(run, studio))
  }
  return studio
}

function templateIn(timeZone: string): Template {
  let template = templates.get(timeZone)
  if (!template) templates.set(timeZone, (template = setUp(timeZone)))
  return template
}

function setUp(timeZone: string): Template {
  const file = join(temporary, `${templates.size}.db`)
  return withStudio(file, null, (run, app) => {
    run('studio.setUp', {
      name: 'Harbour Street Studio',
      timeZone,
      currency: 'EUR',
      trainers: [
        { name: 'Ana Ruiz', pin: '592683' },
        { name: 'Ben Okafor' },
        { name: 'Chris Vale' },
      ],
      services: [
        { name: 'Personal training', durationMinutes: 60, priceMinor: 5_500 },
        { name: 'Stretching', durationMinutes: 30, priceMinor: 2_499 },
        { name: 'Trial', durationMinutes: 45, priceMinor: 0 },
      ],
      openingHours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
        weekday,
        startMinute: 8 * 60,
        endMinute: 20 * 60,
      })),
      manager: { name: 'Mara Lindqvist', pin: '719254' },
    })
    // Setting a studio up makes the manager and the trainers; the front desk is hired afterwards.
    const context = { actorId: null, commandId: null, correlationId: newId() }
    const deskId = app.work.run(context, (tx) =>
      addStaffMember(tx, app.bus, {
        name: 'Dana Desk',
        pin: '806417',
        role: 'front_desk',
        trainerId: null,
        demo: false,
      }),
    )
    openTodaysDrawer(app)
    const idOf = (table: 'staff' | 'trainers' | 'services', name: string) =>
      (app.database.prepare(`SELECT id FROM ${table} WHERE name = ?`).get(name) as { id: string })
        .id
    const today = localDateOf(instantFrom(Date.now()), timeZone)
    return {
      file,
      timeZone,
      today,
      tomorrow: addDays(today, 1),
      nextWeek: addDays(today, 7),
      manager: { id: idOf('staff', 'Mara Lindqvist'), name: 'Mara Lindqvist', pin: '719254' },
      desk: { id: deskId, name: 'Dana Desk', pin: '806417' },
      trainer: { id: idOf('staff', 'Ana Ruiz'), name: 'Ana Ruiz', pin: '592683' },
      trainers: {
        ana: idOf('trainers', 'Ana Ruiz'),
        ben: idOf('trainers', 'Ben Okafor'),
        chris: idOf('trainers', 'Chris Vale'),
      },
      services: {
        training: idOf('services', 'Personal training'),
        stretching: idOf('services', 'Stretching'),
        trial: idOf('services', 'Trial'),
      },
    }
  })
}

/** Opens a file in this process, through the same router a window talks to, and closes it again. */
function withStudio<T>(
  file: string,
  actor: Person | null,
  work: (run: RunCommand, app: ReturnType<typeof openStudioApp>) => T,
): T {
  const app = openStudioApp({ file, migrations })
  try {
    const route = createRouter(app, (_, channel, error) => {
      throw new Error(`${channel} failed`, { cause: error })
    })
    const session: { current: Session | null } = { current: null }
    const run: RunCommand = (name, input) =>
      valueOf(
        route(
          { name, input: asSeen(app, name, input), commandId: newId() },
          session,
        ) as Result<never>,
      )
    if (actor) run('staff.signIn', { staffId: actor.id, pin: actor.pin })
    return work(run, app)
  } finally {
    app.close()
  }
}
