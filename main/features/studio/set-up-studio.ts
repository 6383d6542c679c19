import { assumedCountry } from '../../../shared/country.ts'
import { newId } from '../../../shared/ids.ts'
import { defaultPolicy } from '../../../shared/policy.ts'
import type { Role } from '../../../shared/roles.ts'
import type { StudioSetUp } from '../../../shared/studio.ts'
import { localDateOf } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { addStaffMember, type StaffAccess } from '../staff/index.ts'
import { addService, addTrainer } from '../catalog/index.ts'
import { savePolicy } from './save-policy.ts'

/** How many column colours there are. */
const hues = 8

/** The people and services that were made, in the order they were given. */
export interface NewStudio {
  readonly managerId: string
  readonly trainerIds: readonly string[]
  readonly serviceIds: readonly string[]
}

/**
 * Writes a whole new studio into an empty file: trainers with their hours, services, the manager,
 * and a sign-in for each trainer who was given a PIN. The caller has made sure there is none yet.
 */
export function setUpStudio(
  tx: Tx,
  bus: EventBus,
  input: StudioSetUp,
  options: { readonly demo: boolean; readonly access?: StaffAccess } = { demo: false },
): NewStudio {
  const studioId = newId()
  const policy = defaultPolicy(input.currency)
  tx.database.run(
    sql.insertInto('studio').values({
      id: 1,
      tenant_id: studioId,
      device_id: newId(),
      device_code: 'A',
      name: input.name,
      time_zone: input.timeZone,
      currency: input.currency,
      demo: options.demo ? 1 : 0,
      country: input.country ?? assumedCountry(input.timeZone, input.currency),
      created_at: tx.now,
    }),
  )
  bus.publish('settings.changed', {
    studioId,
    timeZone: input.timeZone,
    currency: input.currency,
    lateCancelWindowMinutes: policy.lateCancelWindowMinutes,
    lateCancelFeeBasisPoints: policy.lateCancelFeeBasisPoints,
  })
  savePolicy(tx, bus, localDateOf(tx.now, input.timeZone), policy)

  const member = (name: string, pin: string, role: Role, trainerId: string | null) =>
    addStaffMember(tx, bus, { name, pin, role, trainerId, demo: options.demo }, options.access)

  const managerId = member(input.manager.name, input.manager.pin, 'manager', null)
  const trainerIds = input.trainers.map((trainer, index) => {
    const trainerId = addTrainer(tx, bus, {
      name: trainer.name,
      hue: (index % hues) + 1,
      position: index,
      workingHours: input.openingHours,
    })
    if (trainer.pin !== undefined) member(trainer.name, trainer.pin, 'trainer', trainerId)
    return trainerId
  })
  const serviceIds = input.services.map((service, index) =>
    addService(tx, bus, { ...service, hue: (index % hues) + 1, position: index }),
  )
  tx.touch(topics.studio, topics.staff, topics.catalog)
  return { managerId, trainerIds, serviceIds }
}
