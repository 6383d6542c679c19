import { z } from 'zod'
import { idSchema } from '../ids.ts'
import { minorSchema } from '../money.ts'
import { instantSchema, localDateSchema } from '../time.ts'
import { declare } from './declare-event.ts'

const trainer = z.strictObject({ trainerId: idSchema })
const service = z.strictObject({ serviceId: idSchema })
const room = z.strictObject({ roomId: idSchema })
const position = z.int().min(0)
const count = z.int().min(1).optional()
/** What was shown and confirmed; left out where it is none. */
const kept = {
  /** Booked sessions that keep what cannot be booked any more. */
  sessionsKept: count,
  servicesWithoutRoom: count,
}

const timeOff = z.strictObject({
  trainerId: idSchema,
  timeOffId: idSchema,
  startTime: instantSchema,
  endTime: instantSchema,
})
const closure = z.strictObject({
  closureId: idSchema,
  startTime: instantSchema,
  endTime: instantSchema,
})

/** What is offered, by whom, where and when. */
export const catalogEvents = {
  'catalog.trainer_added': declare('trainer', trainer),
  'catalog.trainer_changed': declare('trainer', trainer),
  'catalog.trainer_moved': declare('trainer', trainer.extend({ position })),
  'catalog.trainer_retired': declare('trainer', trainer.extend(kept)),
  'catalog.trainer_returned': declare('trainer', trainer),
  'catalog.week_changed': declare('trainer', trainer),
  'catalog.override_changed': declare(
    'trainer',
    trainer.extend({ date: localDateSchema, removed: z.literal(true).optional() }),
  ),
  'catalog.time_off_added': declare('timeOff', timeOff),
  'catalog.time_off_removed': declare('timeOff', timeOff),
  'catalog.closure_added': declare('closure', closure),
  'catalog.closure_removed': declare('closure', closure),
  'catalog.room_added': declare('room', room),
  'catalog.room_changed': declare('room', room),
  'catalog.room_moved': declare('room', room.extend({ position })),
  'catalog.room_retired': declare('room', room.extend(kept)),
  'catalog.room_returned': declare('room', room),
  'catalog.service_added': declare(
    'service',
    service.extend({ durationMinutes: z.int(), priceMinor: minorSchema }),
  ),
  'catalog.service_changed': declare(
    'service',
    service.extend({
      durationMinutes: z.int(),
      priceMinor: minorSchema,
      bufferBeforeMinutes: z.int(),
      bufferAfterMinutes: z.int(),
      capacity: z.int().nullable(),
      roomIds: z.array(idSchema),
      ...kept,
    }),
  ),
  'catalog.service_moved': declare('service', service.extend({ position })),
  'catalog.service_retired': declare('service', service.extend(kept)),
  'catalog.service_returned': declare('service', service),
}
