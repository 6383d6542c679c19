import { describe, expect, it } from 'vitest'
import { newId } from '../../../shared/ids.ts'
import type { CarriedStudio } from '../../support/conformance/carried-studio.ts'
import { letItDie, type Moment } from '../../support/conformance/dying-desk.ts'
import { openDeliveries, publishClient } from '../../support/handled-events.ts'

/** Starting processes takes its time on a busy machine. */
const processLimitMs = 120_000

/** What is left when the process, or the broker, dies at a bad moment. */
export function describeCrashes(open: () => CarriedStudio): void {
  /** Opens FitFlow again, as its next start does. */
  async function startAgain(desk: CarriedStudio): Promise<void> {
    desk.studio.reopen()
    desk.on('counter', 'client.*')
    desk.onOutside('letters')
    await desk.begin()
  }

  /** The first start, so that both handlers are known and stand where the log ends. */
  function openWithHandlers(): CarriedStudio {
    const desk = open()
    desk.on('counter', 'client.*')
    desk.onOutside('letters')
    return desk
  }

  const registered = (desk: CarriedStudio) =>
    desk.studio.events('client.registered').map(({ seq }) => seq)
  const inOrder = (seqs: readonly number[]) => seqs.toSorted((a, b) => a - b)

  async function settleFailures(desk: CarriedStudio): Promise<void> {
    await desk.settled()
    while (openDeliveries(desk.studio).some(({ state }) => state !== 'dead')) {
      desk.studio.clock.advance({ minutes: 60 })
      await desk.settled()
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  describe('a process that is killed', () => {
    it.each<Moment>(['before-the-acknowledgement', 'before-the-mark', 'while-switching'])(
      '%s loses nothing; what is done in the database is done once, outside with the same key',
      async (moment) => {
        const desk = openWithHandlers()
        const before = new Set(registered(desk))
        await letItDie(desk, moment)
        await startAgain(desk)
        await settleFailures(desk)
        const seqs = registered(desk).filter((seq) => !before.has(seq))
        expect(seqs).toHaveLength(12)
        expect(inOrder(desk.handledBy('counter'))).toEqual(seqs)
        const letters = desk.doneOutsideBy('letters')
        expect(inOrder([...new Set(letters.map(({ seq }) => seq))])).toEqual(seqs)
        // At least once: a second time only for the one that was under way, and with its key.
        expect(letters.length).toBeLessThanOrEqual(seqs.length + 1)
        expect(new Set(letters.map(({ key }) => key)).size).toBe(seqs.length)
      },
      processLimitMs,
    )

    it(
      'by the same event again and again makes a dead letter of that one alone',
      async () => {
        const desk = openWithHandlers()
        const killer = newId()
        let deaths = 0
        while (await letItDie(desk, 'in-the-handler', killer)) deaths += 1
        expect(deaths).toBe(2)
        await startAgain(desk)
        const later = publishClient(desk.studio)
        await settleFailures(desk)
        const events = desk.studio.events('client.registered')
        const killing = events.find(({ subject }) => subject.id === killer)!
        expect(openDeliveries(desk.studio)).toMatchObject([{ seq: killing.seq, state: 'dead' }])
        expect(desk.handledBy('counter')).toEqual([later])
        expect(desk.doneOutsideBy('letters').map(({ seq }) => seq)).toContain(killing.seq)
      },
      processLimitMs,
    )
  })
}
