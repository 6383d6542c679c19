import { describe, expect, it } from 'vitest'
import { openTransport } from '../../../brokers/index.ts'
import { configFromUrl, readBroker } from '../../../main/events/broker-config.ts'
import { readStudio } from '../../../main/features/studio/index.ts'
import { newId } from '../../../shared/ids.ts'
import { bookSession } from '../../support/book-session.ts'
import { sampleEvent, newSource } from '../../support/brokers/sample-events.ts'
import type { BrokerMachine } from '../../support/brokers/broker-machine.ts'
import type { CarriedStudio } from '../../support/conformance/carried-studio.ts'
import type { CarrierKind } from '../../support/conformance/carrier-kinds.ts'
import { publishClient } from '../../support/handled-events.ts'
import { until } from '../../support/until.ts'

/** Servers take their time to come back on a busy machine. */
const outageLimitMs = 120_000

/** What the desk notices of a broker that is away: nothing. */
export function describeOutages(
  { outage }: CarrierKind,
  machine: () => BrokerMachine,
  open: () => CarriedStudio,
): void {
  const goAway = () => (outage === 'kill' ? machine().kill() : machine().freeze())
  const comeBack = async () => (outage === 'kill' ? machine().restart() : machine().thaw())
  const publishSome = (desk: CarriedStudio) => [1, 2, 3].map(() => publishClient(desk.studio))
  const handled = (desk: CarriedStudio) => desk.handledBy('counter').toSorted((a, b) => a - b)
  const state = (desk: CarriedStudio) => desk.studio.app.asyncMode.state

  function openCounting(): CarriedStudio {
    const desk = open()
    desk.on('counter', 'client.*')
    return desk
  }

  describe.runIf(outage !== null)('while the broker is away', () => {
    it(
      'from the start on, the desk goes on; everything arrives later, also what FitFlow went back for meanwhile',
      async () => {
        const desk = openCounting()
        await goAway()
        await desk.begin()
        desk.studio.signIn('desk')
        bookSession(desk.studio, '2026-03-02T09:00')
        await until(() => state(desk)?.away !== null)
        expect(state(desk)!.away!.since).toBe(desk.studio.app.work.now())
        expect(state(desk)!.waiting).toBeGreaterThan(0)
        expect(handled(desk)).toEqual([])

        await desk.switchOff()
        await desk.settled()
        expect(handled(desk)).toHaveLength(1)
        expect(desk.studio.rows('SELECT status FROM trainer_calendar')).toHaveLength(1)

        await desk.switchOn()
        const seqs = [...handled(desk), ...publishSome(desk)]
        expect(handled(desk)).toHaveLength(1)
        await comeBack()
        await desk.settled()
        expect(handled(desk)).toEqual(seqs)
        expect(state(desk)).toMatchObject({ waiting: 0, away: null })
      },
      outageLimitMs,
    )

    it(
      'in the middle, nothing is lost and nothing comes twice',
      async () => {
        const desk = open()
        // Some brokers forget what they have just confirmed, when they are killed.
        desk.studio.brokerTimes = { ...desk.studio.brokerTimes, overdueMs: 2_000 }
        desk.studio.reopen()
        desk.on('counter', 'client.*')
        desk.onOutside('letters')
        await desk.begin()
        const seqs = publishSome(desk)
        await desk.settled()
        seqs.push(...publishSome(desk))
        await goAway()
        seqs.push(...publishSome(desk))
        await comeBack()
        seqs.push(...publishSome(desk))
        await desk.settled()
        expect(handled(desk)).toEqual(seqs)
        expect(
          desk
            .doneOutsideBy('letters')
            .map(({ seq }) => seq)
            .toSorted((a, b) => a - b),
        ).toEqual(seqs)
      },
      outageLimitMs,
    )
  })

  describe('what the broker', () => {
    it('says it has and never brings is read from the log in the end', async () => {
      const desk = open()
      desk.studio.brokerTimes = { ...desk.studio.brokerTimes, overdueMs: 50 }
      desk.studio.reopen()
      desk.on('counter', 'client.*')
      await desk.begin()
      const seqs = publishSome(desk)
      // It has confirmed them, and came back without its disk.
      desk.sendAgainFrom(seqs.at(-1)!)
      await desk.settled()
      expect(handled(desk)).toEqual(seqs)
    })

    it('brings that is not of this log is ignored, and reported once', async () => {
      const desk = openCounting()
      await desk.begin()
      const { device_id: deviceId } = readStudio(desk.studio.app.database)
      const transport = await openTransport(readBroker(configFromUrl(desk.url), deviceId))
      const seqs = publishSome(desk)
      // Then the broker knows who receives.
      await desk.settled()
      const source = newSource()
      const foreign = (seq: number) =>
        sampleEvent(source, seq, { type: 'client.registered', subject: `client/${newId()}` })
      await transport.send([foreign(seqs[0]!), foreign(999_999)])
      await transport.close()
      await until(() => desk.studio.lateErrors.length > 0)
      seqs.push(...publishSome(desk))
      await desk.settled()
      expect(handled(desk)).toEqual(seqs)
      const ofCounter = desk.studio.lateErrors.filter((error) =>
        String(error).includes('for counter'),
      )
      expect(ofCounter).toHaveLength(1)
      expect(String(ofCounter[0])).toContain(source)
    })
  })
}
