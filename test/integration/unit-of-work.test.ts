import { describe, expect, it } from 'vitest'
import { refuse } from '../../shared/result.ts'
import { newId } from '../../shared/ids.ts'
import { topics } from '../../shared/topics.ts'
import { sql } from '../../main/db/studio-database.ts'
import type { Tx } from '../../main/db/unit-of-work.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'

const nobody = () => ({ actorId: null, commandId: null, correlationId: newId() })

function nameOf(studio: TestStudio): string {
  return studio.app.database.one(sql.selectFrom('studio').select('name')).name
}

function rename(tx: Tx, name: string): void {
  tx.database.run(sql.updateTable('studio').set({ name }))
}

describe('a unit of work', () => {
  it('commits what was written', () => {
    const studio = openTestStudio()
    studio.app.work.run(nobody(), (tx) => rename(tx, 'New'))
    expect(nameOf(studio)).toBe('New')
    expect(studio.app.database.inTransaction).toBe(false)
  })

  it('takes everything back when something throws, and is ready for the next', () => {
    const studio = openTestStudio()
    const fail = () =>
      studio.app.work.run(nobody(), (tx) => {
        rename(tx, 'New')
        throw new Error('a bug')
      })
    expect(fail).toThrow('a bug')
    expect(nameOf(studio)).toBe('Harbour Street Studio')
    expect(studio.app.work.current).toBeNull()
    studio.app.work.run(nobody(), (tx) => rename(tx, 'Next'))
    expect(nameOf(studio)).toBe('Next')
  })

  it('takes everything back when it ends in a refusal', () => {
    const studio = openTestStudio()
    const answer = studio.app.work.run(nobody(), (tx) => {
      rename(tx, 'New')
      return refuse('appointment_not_found', {})
    })
    expect(answer.error.code).toBe('appointment_not_found')
    expect(nameOf(studio)).toBe('Harbour Street Studio')
  })

  it('commits a refusal that says it must be remembered', () => {
    const studio = openTestStudio()
    studio.app.work.run(nobody(), (tx) => {
      rename(tx, 'Counted')
      tx.commitRefusal()
      return refuse('wrong_pin', { triesLeft: 3 })
    })
    expect(nameOf(studio)).toBe('Counted')
  })

  it('is never inside another one', () => {
    const { app } = openTestStudio()
    const nested = () => app.work.run(nobody(), () => app.work.run(nobody(), () => null))
    expect(nested).toThrow(/already open/)
    expect(app.database.inTransaction).toBe(false)
  })

  it('has one moment, however long it takes', () => {
    const studio = openTestStudio()
    studio.app.work.run(nobody(), (tx) => {
      const before = tx.now
      studio.clock.advance({ minutes: 5 })
      expect(tx.now).toBe(before)
    })
  })

  it('tells what changed after the commit, each topic once, and nothing after a rollback', () => {
    const { app } = openTestStudio()
    const told: (readonly string[])[] = []
    app.work.onCommit((changed) => told.push(changed))
    const order: string[] = []
    app.work.run(nobody(), (tx) => {
      tx.touch(topics.clients, topics.studio)
      tx.touch(topics.clients)
      tx.afterCommit(() => order.push(app.database.inTransaction ? 'too early' : 'committed'))
    })
    app.work.run(nobody(), (tx) => {
      tx.touch(topics.staff)
      tx.afterCommit(() => order.push('never'))
      return refuse('staff_not_found', {})
    })
    expect(told).toEqual([[topics.clients, topics.studio]])
    expect(order).toEqual(['committed'])
  })

  it('can do a part on behalf of another request, and goes on as itself', () => {
    const { app } = openTestStudio()
    app.work.run(nobody(), (tx) => {
      app.work.within({ actorId: 'somebody' }, (inner) => {
        expect(inner.actorId).toBe('somebody')
        expect(inner.correlationId).toBe(tx.correlationId)
        expect(app.work.current).toBe(inner)
      })
      expect(app.work.current).toBe(tx)
    })
    expect(() => app.work.within({}, () => null)).toThrow(/No unit of work/)
  })

  it('waits for no one it cannot have: a locked file is an error, and nothing is left open', () => {
    const studio = openTestStudio()
    studio.app.database.exec('PRAGMA busy_timeout = 50')
    const other = studio.foreign()
    other.exec('BEGIN IMMEDIATE')
    expect(() => studio.app.work.run(nobody(), (tx) => rename(tx, 'New'))).toThrow(/locked/)
    expect(studio.app.work.current).toBeNull()
    other.exec('ROLLBACK')
    studio.app.work.run(nobody(), (tx) => rename(tx, 'New'))
    expect(nameOf(studio)).toBe('New')
  })

  it('stays done when a window cannot be told about it', () => {
    const studio = openTestStudio()
    const { work } = studio.app
    const told: string[] = []
    work.onCommit(() => {
      throw new Error('Object has been destroyed')
    })
    work.onCommit(() => told.push('the next window'))
    work.run(nobody(), (tx) => rename(tx, 'New'))
    expect(nameOf(studio)).toBe('New')
    expect(told).toEqual(['the next window'])
    expect(studio.lateErrors).toEqual([new Error('Object has been destroyed')])
  })
})
