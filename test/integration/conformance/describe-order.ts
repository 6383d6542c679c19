import { describe, expect, it } from 'vitest'
import { newId } from '../../../shared/ids.ts'
import { bookSession } from '../../support/book-session.ts'
import type { CarriedStudio } from '../../support/conformance/carried-studio.ts'
import type { CarrierKind } from '../../support/conformance/carrier-kinds.ts'
import { publishClient } from '../../support/handled-events.ts'

/** Who gets which events, and in what order. */
export function describeOrder(
  { ordersAcrossSubjects }: CarrierKind,
  open: () => CarriedStudio,
): void {
  describe('every handler', () => {
    it('gets each event once, those of a subject in their order', async () => {
      const desk = open()
      desk.on('counter', 'client.*')
      await desk.begin()
      const subjects = [newId(), newId(), newId()]
      const published = Array.from({ length: 30 }, (_, index) => ({
        subject: subjects[index % 3],
        seq: publishClient(desk.studio, subjects[index % 3]),
      }))
      await desk.settled()
      const handled = desk.handledBy('counter')
      expect(handled.toSorted((a, b) => a - b)).toEqual(published.map(({ seq }) => seq))
      // Where all come in their order, so do those of each subject.
      for (const subject of ordersAcrossSubjects ? [null] : subjects) {
        const seqs = published
          .filter((one) => subject === null || one.subject === subject)
          .map(({ seq }) => seq)
        expect(handled.filter((seq) => seqs.includes(seq))).toEqual(seqs)
      }
      expect(desk.marks()).toEqual([])
    })

    it('gets what its patterns say, and nothing else', async () => {
      const desk = open()
      desk.on('one', 'client.registered')
      desk.on('family', 'appointment.*')
      desk.on('two', ['client.updated', 'appointment.created'])
      desk.on('all', '*')
      await desk.begin()
      desk.studio.signIn('manager')
      const before = desk.studio.events().at(-1)!.seq
      bookSession(desk.studio, '2026-03-02T09:00')
      const { clientId } = desk.studio.events('client.registered').at(-1)!.data
      desk.studio.app.bus.publish('client.updated', { clientId, fields: [] })
      await desk.settled()

      const seqsOf = (wanted: (type: string) => boolean) =>
        desk.studio.events().flatMap(({ seq, type }) => (wanted(type) ? [seq] : []))
      const inOrder = (name: string) => desk.handledBy(name).toSorted((a, b) => a - b)
      expect(inOrder('one')).toEqual(seqsOf((type) => type === 'client.registered'))
      expect(inOrder('family')).toEqual(seqsOf((type) => type.startsWith('appointment.')))
      expect(inOrder('two')).toEqual(
        seqsOf((type) => type === 'client.updated' || type === 'appointment.created'),
      )
      expect(inOrder('all').filter((seq) => seq > before)).toEqual(
        seqsOf(() => true).filter((seq) => seq > before),
      )
    })

    it('of FitFlow itself does its work', async () => {
      const desk = open()
      await desk.begin()
      desk.studio.signIn('manager')
      const appointmentId = bookSession(desk.studio, '2026-03-02T09:00')
      await desk.settled()
      expect(
        desk.studio.rows(
          'SELECT status FROM trainer_calendar WHERE appointment_id = ?',
          appointmentId,
        ),
      ).toEqual([{ status: 'confirmed' }])
      expect(
        desk.studio.rows('SELECT kind FROM outbox WHERE appointment_id = ?', appointmentId),
      ).toEqual([{ kind: 'confirmation' }])
      expect(desk.studio.rows('SELECT metric, count FROM analytics_counters')).toEqual([
        { metric: 'appointment.created', count: 1 },
      ])
    })

    it('that is inline is called before the command is confirmed, whoever carries the rest', async () => {
      const desk = open()
      const seen: number[] = []
      desk.studio.app.bus.on('client.*', ({ seq }) => void seen.push(seq), {
        name: 'at-once',
        tier: 'inline',
      })
      await desk.begin()
      const seq = publishClient(desk.studio)
      expect(seen).toEqual([seq])
    })

    it('waits while it is paused, and goes on in order', async () => {
      const desk = open()
      desk.on('counter', 'client.*')
      await desk.begin()
      const status = (to: 'paused' | 'running') =>
        desk.studio.app.work.run({ actorId: null, commandId: null, correlationId: newId() }, (tx) =>
          desk.studio.app.bus.subscriptions.setStatus(tx, 'counter', to),
        )
      const subject = newId()
      const seqs = [publishClient(desk.studio, subject)]
      await desk.settled()
      status('paused')
      seqs.push(publishClient(desk.studio, subject), publishClient(desk.studio, subject))
      await desk.settled()
      expect(desk.handledBy('counter')).toEqual(seqs.slice(0, 1))
      status('running')
      await desk.settled()
      expect(desk.handledBy('counter')).toEqual(seqs)
    })
  })
}
