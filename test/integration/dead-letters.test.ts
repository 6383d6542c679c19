import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import type { FailedEvent } from '../../shared/event-monitor.ts'
import { HandledEvents, publishClient } from '../support/handled-events.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { refusalOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio
let handled: HandledEvents
let broken: boolean
/** One client whose first event a handler cannot manage, and two more events of theirs. */
let seqs: number[]

beforeEach(() => {
  studio = openTestStudio()
  handled = new HandledEvents(studio)
  studio.signIn('manager')
  broken = true
  const clientId = newId()
  const handler = handled.failing('mail', (event) => broken && event.seq === seqs[0])
  studio.app.bus.on('client.*', handler, { name: 'mail', tier: 'after_commit', maxAttempts: 2 })
  seqs = [publishClient(studio, clientId)]
  studio.deliver()
  studio.clock.advance({ minutes: 60 })
  studio.deliver()
  seqs.push(publishClient(studio, clientId), publishClient(studio, clientId))
  studio.deliver()
})

const failures = () => valueOf(studio.call('events.failures', {}))
const letter = (): NonNullable<FailedEvent['deadLetter']> => {
  const dead = failures().find((failure) => failure.state === 'dead')?.deadLetter
  if (!dead) throw new Error('There is no dead letter.')
  return dead
}

describe('a dead letter', () => {
  it('is listed with its error, and what waits behind it', () => {
    expect(failures()).toMatchObject([
      {
        subscription: 'mail',
        seq: seqs[0],
        state: 'dead',
        attempts: 2,
        eventType: 'client.registered',
        error: `Error: mail cannot handle event ${seqs[0]}`,
        deadLetter: { handlerVersion: 1 },
      },
      { seq: seqs[1], state: 'parked', blockedBySeq: seqs[0] },
      { seq: seqs[2], state: 'parked', blockedBySeq: seqs[0] },
    ])
    expect(letter().stack).toContain('cannot handle')
  })

  it('is handled when it is replayed, and then those behind it, in order', () => {
    broken = false
    valueOf(studio.command('events.replay', { deadLetterId: letter().id }))
    studio.deliver()
    expect(handled.of('mail')).toEqual(seqs)
    expect(failures()).toEqual([])
  })

  it('becomes one again when the handler is still broken', () => {
    const { id } = letter()
    valueOf(studio.command('events.replay', { deadLetterId: id }))
    studio.deliver()
    studio.clock.advance({ minutes: 60 })
    studio.deliver()
    expect(letter().id).not.toBe(id)
    expect(handled.of('mail')).toEqual([])
  })

  it('lets the others go when it is given up, with a reason and by whom', () => {
    const { id } = letter()
    valueOf(studio.command('events.discard', { deadLetterId: id, reason: 'The client moved away' }))
    studio.deliver()
    expect(handled.of('mail')).toEqual(seqs.slice(1))
    expect(failures()).toEqual([])
    expect(
      studio.rows('SELECT resolution, resolved_by, note FROM dead_letters WHERE id = ?', id),
    ).toEqual([
      {
        resolution: 'discarded',
        resolved_by: studio.session.current?.id,
        note: 'The client moved away',
      },
    ])
  })

  it('is resolved in the log too, without the reason’s words', () => {
    const { id } = letter()
    valueOf(studio.command('events.discard', { deadLetterId: id, reason: 'Ms Weber moved away' }))
    expect(studio.events('delivery.discarded').map((event) => event.data)).toEqual([
      { deadLetterId: id, subscription: 'mail', seq: seqs[0] },
    ])
  })

  it('can be resolved only once', () => {
    const { id } = letter()
    valueOf(studio.command('events.discard', { deadLetterId: id, reason: 'Enough' }))
    for (const again of [
      studio.command('events.discard', { deadLetterId: id, reason: 'Enough' }),
      studio.command('events.replay', { deadLetterId: id }),
    ]) {
      expect(refusalOf(again).code).toBe('dead_letter_not_found')
    }
  })

  it('is not given up without a reason', () => {
    const refused = studio.command('events.discard', { deadLetterId: letter().id, reason: '  ' })
    expect(refusalOf(refused).code).toBe('invalid_input')
    expect(failures().length).toBe(3)
  })
})
