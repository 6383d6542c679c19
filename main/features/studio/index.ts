import type { policyContract } from '../../../shared/policy.ts'
import { ok, refuse } from '../../../shared/result.ts'
import { findLookAlike } from '../../../shared/look-alikes.ts'
import { checkUsual } from '../../../shared/sane-amounts.ts'
import type { studioContract } from '../../../shared/studio.ts'
import { localDateOf } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Tx, UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { checkNames } from '../check-name.ts'
import { versionOf } from '../check-version.ts'
import type { HandlersOf } from '../handlers.ts'
import { decideNewPin, listDemoPins, makeRecoveryCode, type StaffAccess } from '../staff/index.ts'
import { listPolicies, nextPolicyFrom, readPolicy } from './read-policy.ts'
import type { Condition } from './condition.ts'
import { countryOf, findStudio, readStudio } from './read-studio.ts'
import { changePolicy } from './save-policy.ts'
import { setUpStudio } from './set-up-studio.ts'

export { Condition, refuseTrouble } from './condition.ts'
export { assumeCountry } from './assume-country.ts'
export { setUpStudio } from './set-up-studio.ts'
export { countryOf, findStudio, readStudio } from './read-studio.ts'
export { renewDeviceCode } from './renew-device-code.ts'
export { readPolicy } from './read-policy.ts'

/**
 * The door of the studio feature: what exists in this file, and how it comes to be.
 *
 * @param createDemo fills the file with a demo studio. It is given from outside because it uses the
 * doors of the other features, which use this one.
 */
export function studioHandlers(
  database: StudioDatabase,
  bus: EventBus,
  createDemo: (tx: Tx) => void,
  access: StaffAccess,
  condition: Condition,
): HandlersOf<typeof studioContract> {
  return {
    'studio.status': () => {
      const studio = findStudio(database)
      if (!studio) return ok({ state: 'empty' })
      return ok({
        state: 'ready',
        studio: {
          name: studio.name,
          nameVersion: versionOf(database, 'studioName'),
          timeZone: studio.time_zone,
          currency: studio.currency,
          country: countryOf(studio),
          countryVersion: versionOf(database, 'country'),
          countryAssumed: studio.country_assumed === 1,
          demo: studio.demo === 1,
        },
        demoPins: studio.demo === 1 ? listDemoPins(database) : [],
      })
    },

    'studio.condition': () => ok(condition.state),

    'studio.setUp': (tx, input) => {
      const studio = findStudio(tx.database)
      if (studio) return refuse('studio_exists', { name: studio.name })
      const members = [input.manager, ...input.trainers]
      for (const { name, pin } of members) {
        const allowed =
          pin === undefined ? ok(null) : decideNewPin(pin, name, access.leastPinDigits())
        if (!allowed.ok) return allowed
      }
      const trainers = checkNames('trainer', input.trainers)
      if (!trainers.ok) return trainers
      const services = checkNames('service', input.services)
      if (!services.ok) return services
      const named = input.allowLookAlike ? [] : [...input.trainers, input.manager]
      for (const [index, { name }] of named.entries()) {
        const alike = findLookAlike(name, named.slice(0, index))
        if (alike) return refuse('staff_name_alike', { name: alike.name })
      }
      const prices = input.services.map(({ priceMinor }) => priceMinor)
      const usual = checkUsual(prices, input.sureOfMinor, input.currency)
      if (!usual.ok) return usual
      const { managerId } = setUpStudio(tx, bus, input, { demo: false, access })
      return ok({ managerId, recoveryCode: makeRecoveryCode(tx, bus, managerId) })
    },

    'studio.createDemo': (tx) => {
      const studio = findStudio(tx.database)
      if (studio) return refuse('studio_exists', { name: studio.name })
      createDemo(tx)
      return ok({ pins: listDemoPins(tx.database) })
    },

    'studio.rename': (tx, { name }) => {
      const { name: before, tenant_id: studioId } = readStudio(tx.database)
      tx.database.run(sql.updateTable('studio').set({ name }))
      bus.publish('studio.renamed', { studioId })
      tx.touch(topics.studio)
      return ok({ undo: { command: 'studio.rename', input: { name: before } } })
    },

    'studio.setCountry': (tx, { country }) => {
      const studio = readStudio(tx.database)
      tx.database.run(sql.updateTable('studio').set({ country, country_assumed: 0 }))
      bus.publish('studio.country_changed', { studioId: studio.tenant_id, country })
      // The next search reads all phones anew, which in a big studio takes a moment.
      tx.touch(topics.studio, topics.clients)
      return ok({ undo: { command: 'studio.setCountry', input: { country: countryOf(studio) } } })
    },

    'studio.countryTold': (tx) => {
      tx.database.run(sql.updateTable('studio').set({ country_assumed: 0 }))
      tx.touch(topics.studio)
      return ok(null)
    },
  }
}

/** What the manager decides, by the day it holds from. */
export function policyHandlers(work: UnitOfWork, bus: EventBus): HandlersOf<typeof policyContract> {
  const { database } = work
  const today = () => localDateOf(work.now(), readStudio(database).time_zone)
  return {
    'policy.current': ({ date = today() }) =>
      ok({
        date,
        policy: readPolicy(database, date),
        nextFrom: nextPolicyFrom(database, date),
        version: versionOf(database, 'policy'),
      }),
    'policy.versions': () => ok(listPolicies(database, today())),
    'policy.save': (tx, input) => changePolicy(tx, bus, input),
    'policy.autoLock': () => ok({ minutes: readPolicy(database, today()).autoLockMinutes }),
  }
}
