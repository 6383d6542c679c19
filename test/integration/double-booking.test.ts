import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { ForeignBook } from '../support/foreign-book.ts'
import { openTestStudio } from '../support/open-test-studio.ts'

describe('the book itself, without a line of our code', () => {
  let book: ForeignBook

  beforeEach(() => {
    book = new ForeignBook(openTestStudio())
  })

  describe('with Ana booked from 60 to 120 minutes', () => {
    beforeEach(() => {
      book.insert('ana', 60, 120)
    })

    it.each([
      { from: 0, to: 60, rule: 'a session that ends when it starts' },
      { from: 120, to: 180, rule: 'a session that starts when it ends' },
      { from: 0, to: 30, rule: 'a session long before' },
    ])('takes $rule', ({ from, to }) => {
      book.insert('ana', from, to)
      expect(book.overlaps()).toBe(0)
    })

    it.each([
      { from: 0, to: 61, rule: 'a session that ends a minute into it' },
      { from: 119, to: 180, rule: 'a session that starts a minute before it ends' },
      { from: 60, to: 120, rule: 'the same time' },
      { from: 80, to: 90, rule: 'a session inside it' },
      { from: 0, to: 300, rule: 'a session around it' },
      { from: 60, to: 61, rule: 'its first minute' },
      { from: 119, to: 120, rule: 'its last minute' },
    ])('refuses $rule', ({ from, to }) => {
      expect(() => book.insert('ana', from, to)).toThrow('trainer_busy')
    })

    it('takes the same time with another trainer', () => {
      book.insert('ben', 60, 120)
      expect(() => book.insert('ben', 60, 120)).toThrow('trainer_busy')
    })

    it('takes any number of cancelled sessions there', () => {
      book.insert('ana', 60, 120, 'cancelled')
      book.insert('ana', 70, 110, 'cancelled')
      expect(book.overlaps()).toBe(0)
    })

    it('sees a long session behind the one that started last', () => {
      book.insert('ana', 200, 400)
      book.insert('ana', 150, 200)
      expect(() => book.insert('ana', 350, 420)).toThrow('trainer_busy')
    })
  })

  it('is free again where a session was cancelled', () => {
    const first = book.insert('ana', 60, 120)
    book.cancel(first)
    book.insert('ana', 60, 120)
    expect(book.overlaps()).toBe(0)
  })

  it('refuses to take a cancellation back onto a slot that was taken meanwhile', () => {
    const first = book.insert('ana', 60, 120)
    book.cancel(first)
    const second = book.insert('ana', 90, 150)
    expect(() => book.reinstate(first)).toThrow('trainer_busy')
    expect(() => book.reinstate(first, 'no_show')).toThrow('trainer_busy')
    book.cancel(second)
    book.reinstate(first)
    expect(book.overlaps()).toBe(0)
  })

  it('refuses to move a session into another, by its time, its end or its trainer', () => {
    book.insert('ana', 60, 120)
    const later = book.insert('ana', 120, 180)
    const bens = book.insert('ben', 60, 120)
    expect(() => book.move(later, 'ana', 119, 179)).toThrow('trainer_busy')
    expect(() => book.move(later, 'ana', 0, 61)).toThrow('trainer_busy')
    expect(() => book.move(bens, 'ana', 60, 120)).toThrow('trainer_busy')
    book.move(bens, 'ana', 0, 60)
    expect(book.overlaps()).toBe(0)
  })

  it.each([
    { what: 'only its end', set: `end_time = '2026-03-02T10:01:00.000Z'` },
    { what: 'only its start', set: `start_time = '2026-03-02T08:29:00.000Z'` },
    {
      what: 'only its trainer',
      set: 'trainer_id = (SELECT id FROM trainers ORDER BY position LIMIT 1 OFFSET 1)',
    },
  ])('refuses to change $what so that it reaches into another', ({ set }) => {
    book.insert('ana', 0, 30)
    const session = book.insert('ana', 60, 120)
    book.insert('ana', 120, 180)
    book.insert('ben', 90, 100)
    // 08:29 reaches into the one before, 10:01 into the one after, and Ben has one in the middle.
    const change = () =>
      book.connection.prepare(`UPDATE appointments SET ${set} WHERE id = ?`).run(session)
    expect(change).toThrow('trainer_busy')
    expect(book.overlaps()).toBe(0)
  })

  it('lets a session be moved over its own old time', () => {
    const session = book.insert('ana', 60, 120)
    book.move(session, 'ana', 90, 150)
    book.move(session, 'ana', 80, 200)
    expect(book.overlaps()).toBe(0)
  })

  it('lets a session end later until the next one starts, and not a minute more', () => {
    const session = book.insert('ana', 60, 120)
    book.insert('ana', 150, 180)
    book.move(session, 'ana', 60, 150)
    expect(() => book.move(session, 'ana', 60, 151)).toThrow('trainer_busy')
  })

  it('refuses a session that ends before it starts, whoever writes it', () => {
    expect(() => book.insert('ana', 120, 60)).toThrow('CHECK constraint failed')
    expect(() => book.insert('ana', 60, 60)).toThrow('CHECK constraint failed')
  })
})

describe('any sequence of bookings, moves, cancellations and reinstatements', () => {
  const span = fc
    .record({ from: fc.integer({ min: 0, max: 180 }), length: fc.integer({ min: 1, max: 60 }) })
    .map(({ from, length }) => ({ from, to: from + length }))
  const trainer = fc.constantFrom('ana' as const, 'ben' as const)
  const which = fc.nat({ max: 30 })
  const act = fc.oneof(
    { weight: 3, arbitrary: fc.record({ act: fc.constant('insert' as const), trainer, span }) },
    {
      weight: 2,
      arbitrary: fc.record({ act: fc.constant('move' as const), which, trainer, span }),
    },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('cancel' as const), which }) },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('reinstate' as const), which }) },
  )

  interface Session {
    readonly id: string
    trainer: 'ana' | 'ben'
    from: number
    to: number
    active: boolean
  }

  it('never leaves an overlap and never refuses a free slot', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 10, maxLength: 60 }), (acts) => {
        const { connection } = book
        connection.exec('BEGIN')
        try {
          play(acts)
          expect(book.overlaps()).toBe(0)
        } finally {
          connection.exec('ROLLBACK')
        }
      }),
      { numRuns: 150 },
    )
  })

  let book: ForeignBook
  beforeEach(() => {
    book = new ForeignBook(openTestStudio())
  })

  /** Plays the acts against the file and against plain arithmetic, and compares every answer. */
  function play(acts: readonly (typeof act extends fc.Arbitrary<infer T> ? T : never)[]): void {
    const sessions: Session[] = []
    const isFree = (wanted: Omit<Session, 'id' | 'active'>, self?: Session) =>
      !sessions.some(
        (other) =>
          other !== self &&
          other.active &&
          other.trainer === wanted.trainer &&
          other.from < wanted.to &&
          wanted.from < other.to,
      )

    for (const step of acts) {
      if (step.act === 'insert') {
        const wanted = { trainer: step.trainer, ...step.span }
        const id = attempt(isFree(wanted), () =>
          book.insert(wanted.trainer, wanted.from, wanted.to),
        )
        if (id !== null) sessions.push({ id, active: true, ...wanted })
        continue
      }
      const session = sessions[step.which % Math.max(1, sessions.length)]
      if (!session) continue
      if (step.act === 'cancel') {
        book.cancel(session.id)
        session.active = false
      } else if (step.act === 'reinstate') {
        const done = attempt(isFree(session, session), () => {
          book.reinstate(session.id)
          return session.id
        })
        if (done !== null) session.active = true
      } else {
        const wanted = { trainer: step.trainer, ...step.span }
        const allowed = !session.active || isFree(wanted, session)
        const done = attempt(allowed, () => {
          book.move(session.id, wanted.trainer, wanted.from, wanted.to)
          return session.id
        })
        if (done !== null) Object.assign(session, wanted)
      }
    }
  }

  /** Does it and holds the answer against what it should be. */
  function attempt(allowed: boolean, work: () => string): string | null {
    try {
      const id = work()
      expect(allowed, `the file took ${id}, which overlaps`).toBe(true)
      return id
    } catch (error) {
      if (!(error instanceof Error) || error.message !== 'trainer_busy') throw error
      expect(allowed, 'the file refused a free slot').toBe(false)
      return null
    }
  }
})
