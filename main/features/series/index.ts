import { ok } from '../../../shared/result.ts'
import type { seriesContract } from '../../../shared/series.ts'
import type { UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { HandlersOf } from '../handlers.ts'
import { createSeries, findPaidSingly, previewSeries } from './create-series.ts'
import {
  cancelFollowing,
  changeFollowing,
  endConsequence,
  previewFollowing,
  readSeries,
} from './following.ts'
import { previewReinstate, reinstateSeries } from './reinstate-series.ts'
import { rehearse } from '../rehearse.ts'

/** The door of series: sessions that repeat by wall time. */
export function seriesHandlers(work: UnitOfWork, bus: EventBus): HandlersOf<typeof seriesContract> {
  return {
    'series.preview': (input, caller) =>
      ok(rehearse(work, caller, (tx) => previewSeries(tx, bus, input, caller))),
    'series.paidSingly': (input, caller) =>
      rehearse(work, caller, (tx) => findPaidSingly(tx, bus, input, caller)),
    'series.get': ({ appointmentId }) => ok(readSeries(work.database, appointmentId)),
    'series.create': (tx, input, caller) => createSeries(tx, bus, input, caller),
    'series.previewFollowing': (input, caller) =>
      rehearse(work, caller, (tx) => previewFollowing(tx, bus, input, caller)),
    'series.changeFollowing': (tx, input, caller) => changeFollowing(tx, bus, input, caller),
    'series.endConsequence': (input, caller) =>
      rehearse(work, caller, (tx) => endConsequence(tx, bus, input, caller)),
    'series.previewPutBack': (input, caller) =>
      rehearse(work, caller, (tx) => previewReinstate(tx, bus, input, caller)),
    'series.putBack': (tx, input, caller) => reinstateSeries(tx, bus, input, caller),
    'series.cancelFollowing': (tx, input, caller) => cancelFollowing(tx, bus, input, caller),
  }
}
