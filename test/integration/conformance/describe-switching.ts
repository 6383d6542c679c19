import { describe, expect, it } from 'vitest'
import { newId } from '../../../shared/ids.ts'
import type { CarriedStudio } from '../../support/conformance/carried-studio.ts'
import { openDeliveries, publishClient } from '../../support/handled-events.ts'
import { until } from '../../support/until.ts'

const subjects = Array.from({ length: 3 }, () => newId())

/** Nothing is lost and nothing happens twice, whatever comes again and whoever takes over. */
export function describeSwitching(open: () => CarriedStudio): void {
  const publishSome = (desk: CarriedStudio, count = 9) =>
    Array.from({ length: count }, (_, index) =>
      publishClient(desk.studio, subjects[index % subjects.length]),
    )
  const sorted = (seqs: readonly number[]) => seqs.toSorted((a, b) => a - b)

  describe('what comes again', () => {
    it('is ignored, however often', async () => {
      const desk = open()
      desk.on('counter', 'client.*')
      desk.onOutside('letters')
      await desk.begin()
      const seqs = publishSome(desk)
      await desk.settled()
      desk.sendAgainFrom(0)
      seqs.push(...publishSome(desk))
      desk.sendAgainFrom(seqs[4]!)
      await desk.settled()
      seqs.push(...publishSome(desk, 3))
      await desk.settled()
      expect(sorted(desk.handledBy('counter'))).toEqual(seqs)
      expect(sorted(desk.doneOutsideBy('letters').map(({ seq }) => seq))).toEqual(seqs)
      expect(openDeliveries(desk.studio)).toEqual([])
    })

    it('is ignored after a restart too', async () => {
      const desk = open()
      desk.on('counter', 'client.*')
      await desk.begin()
      const seqs = publishSome(desk)
      await desk.settled()
      desk.sendAgainFrom(0)
      desk.studio.reopen()
      desk.on('counter', 'client.*')
      await desk.begin()
      seqs.push(...publishSome(desk))
      await desk.settled()
      expect(sorted(desk.handledBy('counter'))).toEqual(seqs)
    })
  })

  describe('switching over', () => {
    it('to and fro in the middle of deliveries loses and repeats nothing', async () => {
      const desk = open()
      desk.on('counter', 'client.*')
      desk.on('failing', 'client.*', { fails: ({ seq }) => seq % 5 === 0, maxAttempts: 100 })
      desk.onOutside('letters')
      desk.studio.app.delivery.start()
      const seqs: number[] = []
      for (let round = 0; round < 4; round += 1) {
        seqs.push(...publishSome(desk))
        await desk.switchOn()
        seqs.push(...publishSome(desk))
        const seen = round
        await until(() => desk.handledBy('counter').length >= 18 * seen + 12)
        seqs.push(...publishSome(desk))
        await desk.switchOff()
      }
      await desk.settled()
      expect(sorted(desk.handledBy('counter'))).toEqual(seqs)
      const letters = desk.doneOutsideBy('letters').map(({ seq }) => seq)
      expect(sorted(letters)).toEqual(seqs)
      for (const subject of subjects) {
        const own = desk.studio
          .events()
          .flatMap((event) => (event.subject.id === subject ? [event.seq] : []))
        expect(desk.handledBy('counter').filter((seq) => own.includes(seq))).toEqual(own)
        expect(letters.filter((seq) => own.includes(seq))).toEqual(own)
      }
      const failed = new Set(openDeliveries(desk.studio).map(({ seq }) => seq))
      expect(sorted([...desk.handledBy('failing'), ...failed])).toEqual(seqs)
      expect(desk.studio.lateErrors).toEqual([])
    })

    it('takes along what failed before it, in its order', async () => {
      const desk = open()
      let broken = true
      desk.on('counter', 'client.*', {
        fails: ({ subject }) => broken && subject.id === subjects[0],
      })
      desk.studio.app.delivery.start()
      const seqs = publishSome(desk)
      await desk.settled()
      await desk.switchOn()
      seqs.push(...publishSome(desk))
      await desk.settled()
      expect(openDeliveries(desk.studio)).toHaveLength(6)
      broken = false
      desk.studio.clock.advance({ minutes: 60 })
      await until(() => openDeliveries(desk.studio).length === 0)
      await desk.switchOff()
      expect(sorted(desk.handledBy('counter'))).toEqual(seqs)
      const own = seqs.filter((_, index) => index % 3 === 0)
      expect(desk.handledBy('counter').filter((seq) => own.includes(seq))).toEqual(own)
      expect(desk.marks()).toEqual([])
    })
  })
}
