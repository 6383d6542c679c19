/**
 * Plays steps FROM to TO of an episode: `node episode-process.ts FOLDER SEED FROM TO`, or settles it
 * when TO is `settle`. Handlers may kill this process; then somebody starts it again one step later.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FitFlowEvent } from '../../../shared/events/event.ts'
import { newId } from '../../../shared/ids.ts'
import { onItsOwn, type Tx } from '../../../main/db/unit-of-work.ts'
import { Desk } from '../support/desk.ts'
import { checkHandlers } from './check-handlers.ts'
import {
  planFault,
  planHandlers,
  planStep,
  subjectCount,
  type PlannedHandler,
  type Step,
} from './plan.ts'

const [folder = '', seedText = '1', from = '0', to = '0'] = process.argv.slice(2)
const seed = Number(seedText)
const handlers = planHandlers(seed)
const files = { attempts: join(folder, 'attempts'), calls: join(folder, 'calls') }
const attempts = new Map<string, number>()
if (existsSync(files.attempts)) {
  for (const key of readFileSync(files.attempts, 'utf8').split('\n').filter(Boolean)) count(key)
}

const start = Date.parse('2026-03-02T07:00:00Z')
let minutes = 0
for (let index = 0; index < Number(from); index += 1) advance(planStep(seed, index))
let desk = open()

if (to === 'settle') {
  minutes = 1_000_000 + 60 * Number(from)
  await settle()
} else {
  for (let index = Number(from); index < Number(to); index += 1) {
    process.stdout.write(`step ${index}\n`)
    await play(planStep(seed, index))
    if (index % 7 === 0) check(false)
  }
}
desk.close()
process.stdout.write('done\n')

function open(): Desk {
  const opened = Desk.open(join(folder, 'studio.db'), () => start + minutes * 60_000)
  opened.app.database.exec(
    `CREATE TABLE IF NOT EXISTS effects (handler TEXT NOT NULL, seq INTEGER NOT NULL) STRICT;
     CREATE TABLE IF NOT EXISTS episode (number INTEGER PRIMARY KEY, subject TEXT NOT NULL, base INTEGER NOT NULL) STRICT`,
  )
  const begun = opened.all('SELECT 1 FROM episode').length > 0
  if (!begun) opened.app.work.run(onItsOwn(), begin)
  for (const handler of handlers) subscribe(opened, handler)
  opened.app.delivery.recover()
  return opened
}

/** The people of the episode, and the place in the log where it begins. */
function begin({ database }: Tx): void {
  for (let number = 0; number < subjectCount; number += 1) {
    database
      .prepare('INSERT INTO episode SELECT ?, ?, seq FROM event_log_head')
      .run(number, newId())
  }
}

function subscribe({ app }: Desk, handler: PlannedHandler): void {
  const options = {
    name: handler.name,
    ordering: handler.ordering,
    maxAttempts: handler.maxAttempts,
    backoffBaseMs: 20_000,
  }
  if (handler.runs === 'outside') {
    const call = (event: FitFlowEvent, key: string) => callOutside(handler, event, key)
    return app.bus.onOutside(handler.pattern, call, options)
  }
  const write = (event: FitFlowEvent, tx: Tx) => writeEffect(handler, event, tx)
  app.bus.on(handler.pattern, write, { ...options, tier: handler.runs })
}

/** The effect comes first, so that a failure has something to take back. */
function writeEffect(handler: PlannedHandler, event: FitFlowEvent, tx: Tx): void {
  const fault = faultNow(handler, event)
  tx.database.prepare('INSERT INTO effects VALUES (?, ?)').run(handler.name, event.seq)
  if (handler.publishes) {
    const data = { trainerId: newId() }
    desk.app.bus.publish('catalog.trainer_added', data, { causationId: event.id })
  }
  if (fault === 'throw') throw new Error(`${handler.name} cannot handle ${event.seq}`)
  if (fault === 'kill') process.kill(process.pid, 'SIGKILL')
  if (fault === 'hang') {
    const until = performance.now() + 10_000
    while (performance.now() < until);
  }
}

async function callOutside(handler: PlannedHandler, event: FitFlowEvent, key: string) {
  const fault = faultNow(handler, event)
  await new Promise((resolve) => setTimeout(resolve, event.seq % 4))
  if (fault === 'throw') throw new Error(`${handler.name} cannot reach anybody for ${event.seq}`)
  appendFileSync(files.calls, `${handler.name} ${event.seq} ${key}\n`)
  if (fault === 'kill') process.kill(process.pid, 'SIGKILL')
}

function faultNow(handler: PlannedHandler, event: FitFlowEvent) {
  const key = `${handler.name} ${event.seq}`
  const fault = planFault(seed, handler, event.seq)
  const before = attempts.get(key) ?? 0
  appendFileSync(files.attempts, `${key}\n`)
  count(key)
  return before < fault.times ? fault.kind : 'none'
}

function count(key: string): void {
  attempts.set(key, (attempts.get(key) ?? 0) + 1)
}

async function play(step: Step): Promise<void> {
  const { app } = desk
  switch (step.kind) {
    case 'publish': {
      app.work.run(onItsOwn(), (tx) => step.subjects.forEach((number) => addClient(number, tx)))
      const publish = () => {
        for (const number of step.subjects) app.bus.publish('client.registered', subject(number))
      }
      if (step.together) app.work.run(onItsOwn(), publish)
      else publish()
      return
    }
    case 'deliver':
      return desk.app.delivery.drain()
    case 'advance':
      return advance(step)
    case 'restart':
      // Closed now and then in the middle of something outside: that is not a death.
      if (step.busy) void app.delivery.drain()
      desk.close()
      desk = open()
      return
    case 'replay':
    case 'discard':
      return resolveLetter(step.kind, step.which)
    case 'pause':
    case 'resume': {
      const status = step.kind === 'pause' ? 'paused' : 'running'
      app.work.run(onItsOwn(), (tx) =>
        app.bus.subscriptions.setStatus(tx, handlers[step.handler]!.name, status),
      )
      return
    }
    default:
      step satisfies never
  }
}

/** Whose registration is published must be there, and nobody else. */
function addClient(number: number, { database, now }: Tx): void {
  database
    .prepare(
      'INSERT OR IGNORE INTO clients (id, name, last_seen_at, created_at) VALUES (?, ?, ?, ?)',
    )
    .run(subject(number).clientId, `Client ${number}`, now, now)
}

function subject(number: number): { clientId: string } {
  const [row] = desk.all<{ subject: string }>(
    'SELECT subject FROM episode WHERE number = ?',
    number,
  )
  return { clientId: row!.subject }
}

function advance(step: Step): void {
  if (step.kind === 'advance') minutes += step.minutes
}

function resolveLetter(how: 'replay' | 'discard', which: number): void {
  const letters = desk.all<{ id: string }>(
    'SELECT id FROM dead_letters WHERE resolution IS NULL ORDER BY seq, subscription_id',
  )
  const letter = letters[which % Math.max(1, letters.length)]
  if (!letter) return
  desk.signIn()
  const answer =
    how === 'replay'
      ? desk.command('events.replay', { deadLetterId: letter.id })
      : desk.command('events.discard', { deadLetterId: letter.id, reason: 'given up' })
  if (!answer.ok) throw new Error(answer.error.message)
}

/** Lets time go by until nothing is left to be tried. */
async function settle(): Promise<void> {
  const { app } = desk
  for (const { name } of handlers) {
    app.work.run(onItsOwn(), (tx) => app.bus.subscriptions.setStatus(tx, name, 'running'))
  }
  for (let round = 0; round < 40; round += 1) {
    minutes += 60
    await app.delivery.drain()
    const left = desk.all(`SELECT 1 FROM event_delivery WHERE state IN ('retry', 'running')`)
    if (left.length === 0) break
  }
  check(true)
}

function check(settled: boolean): void {
  const unexpected = [...desk.incidents, ...desk.lateErrors]
  if (unexpected.length > 0) throw unexpected[0]
  const problems = checkHandlers(folder, seed, settled)
  for (const problem of problems) process.stdout.write(`problem ${problem}\n`)
  if (problems.length > 0) process.exit(3)
}
