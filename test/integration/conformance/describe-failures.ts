import { describe, expect, it } from 'vitest'
import { newId } from '../../../shared/ids.ts'
import { valueOf } from '../../support/read-result.ts'
import type { CarriedStudio } from '../../support/conformance/carried-studio.ts'
import { openDeliveries, publishClient } from '../../support/handled-events.ts'
import { until } from '../../support/until.ts'

const baseMs = 1_000

/** What becomes of an event whose handler throws. */
export function describeFailures(open: () => CarriedStudio): void {
  /** A desk of which a handler fails for one client as long as `broken.is`; three attempts. */
  async function openBroken() {
    const desk = open()
    const [cleo, dora] = [newId(), newId()]
    const broken = { is: true }
    desk.on('counter', 'client.*', {
      fails: ({ subject }) => broken.is && subject.id === cleo,
      maxAttempts: 3,
      backoffBaseMs: baseMs,
    })
    await desk.begin()
    return { desk, broken, cleo, dora }
  }

  const owed = (desk: CarriedStudio) => openDeliveries(desk.studio)
  const attempts = (desk: CarriedStudio) => owed(desk)[0]?.attempts

  async function failUntilDead(desk: CarriedStudio): Promise<string> {
    await until(() => attempts(desk) === 1)
    desk.studio.clock.advance({ minutes: 60 })
    await until(() => attempts(desk) === 2)
    desk.studio.clock.advance({ minutes: 60 })
    await until(() => owed(desk)[0]?.state === 'dead')
    desk.studio.signIn('manager')
    const [failure] = valueOf(desk.studio.call('events.failures', {}))
    return failure!.deadLetter!.id
  }

  describe('a handler that throws', () => {
    it('is tried again after longer and longer waits, and is a dead letter after its last attempt', async () => {
      const { desk, cleo } = await openBroken()
      const seq = publishClient(desk.studio, cleo)
      for (const attempt of [1, 2]) {
        await until(() => attempts(desk) === attempt)
        const [row] = desk.studio.rows<{ next_attempt_at: string }>(
          'SELECT next_attempt_at FROM event_delivery',
        )
        const waitMs = Date.parse(row!.next_attempt_at) - desk.studio.clock.read()
        expect(waitMs).toBeGreaterThanOrEqual(0)
        expect(waitMs).toBeLessThanOrEqual(baseMs * 2 ** attempt)
        expect(owed(desk)).toMatchObject([{ seq, state: 'retry', attempts: attempt }])
        desk.studio.clock.advance({ minutes: 60 })
      }
      await until(() => owed(desk)[0]?.state === 'dead')
      expect(owed(desk)).toMatchObject([{ seq, state: 'dead', attempts: 3 }])
      expect(desk.studio.rows('SELECT seq, attempts, error_message FROM dead_letters')).toEqual([
        { seq, attempts: 3, error_message: `counter cannot handle event ${seq}` },
      ])
      expect(desk.handledBy('counter')).toEqual([])
    })

    it('holds back the later events of that subject, and of no other', async () => {
      const { desk, cleo, dora } = await openBroken()
      const first = publishClient(desk.studio, cleo)
      const others = [publishClient(desk.studio, dora)]
      const second = publishClient(desk.studio, cleo)
      others.push(publishClient(desk.studio, dora))
      await desk.settled()
      expect(desk.handledBy('counter')).toEqual(others)
      expect(owed(desk)).toMatchObject([
        { seq: first, state: 'retry' },
        { seq: second, state: 'parked', blocked: first },
      ])
    })

    it('gets a dead letter that is replayed, and then in order what was held back', async () => {
      const { desk, broken, cleo } = await openBroken()
      const seqs = [publishClient(desk.studio, cleo), publishClient(desk.studio, cleo)]
      const deadLetterId = await failUntilDead(desk)
      seqs.push(publishClient(desk.studio, cleo))
      await desk.settled()
      broken.is = false
      valueOf(desk.studio.command('events.replay', { deadLetterId }))
      await until(() => owed(desk).length === 0)
      await desk.settled()
      expect(desk.handledBy('counter')).toEqual(seqs)
      expect(desk.marks()).toEqual([])
    })

    it('never gets one that is discarded, and goes on behind it', async () => {
      const { desk, broken, cleo } = await openBroken()
      publishClient(desk.studio, cleo)
      const second = publishClient(desk.studio, cleo)
      const deadLetterId = await failUntilDead(desk)
      broken.is = false
      const reason = 'Told them on the phone'
      valueOf(desk.studio.command('events.discard', { deadLetterId, reason }))
      await until(() => owed(desk).length === 0)
      await desk.settled()
      expect(desk.handledBy('counter')).toEqual([second])
      expect(desk.marks()).toEqual([])
    })

    it('for something outside, is called again with the same key', async () => {
      const desk = open()
      let broken = true
      desk.onOutside('letters', { fails: () => broken })
      await desk.begin()
      const clientId = newId()
      const seqs = [publishClient(desk.studio, clientId), publishClient(desk.studio, clientId)]
      await desk.settled()
      broken = false
      desk.studio.clock.advance({ minutes: 60 })
      await until(() => owed(desk).length === 0)
      const done = desk.doneOutsideBy('letters')
      expect(done.map(({ seq }) => seq)).toEqual([seqs[0], seqs[0], seqs[1]])
      expect(done[1]).toEqual(done[0])
      expect(new Set(done.map(({ key }) => key)).size).toBe(2)
    })
  })
}
