import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import type { FitFlowEvent } from '../../shared/events/event.ts'
import { HandledEvents, publishClient } from '../support/handled-events.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'

let studio: TestStudio
let handled: HandledEvents

beforeEach(() => {
  studio = openTestStudio()
  handled = new HandledEvents(studio)
})

/** Subscribes to clients; `fails` says for which events the handler throws. */
function subscribe(name: string, fails: (event: FitFlowEvent) => boolean): void {
  const handler = handled.failing(name, fails)
  studio.app.bus.on('client.*', handler, { name, tier: 'after_commit' })
}

const never = () => false
const later = () => studio.clock.advance({ minutes: 60 })

describe('a handler that was taken off', () => {
  it('keeps its place in the log and goes on from there when it comes back', () => {
    subscribe('mail', never)
    const first = publishClient(studio)
    studio.deliver()
    studio.app.bus.off('mail')
    const meanwhile = publishClient(studio)
    studio.deliver()
    expect(handled.of('mail')).toEqual([first])
    subscribe('mail', never)
    studio.deliver()
    expect(handled.of('mail')).toEqual([first, meanwhile])
  })

  it('does not starve others while it is paused either', () => {
    subscribe('paused', () => true)
    const work = { actorId: null, commandId: null, correlationId: newId() }
    studio.app.work.run(work, () => {
      for (let i = 0; i < 40; i += 1) {
        studio.app.bus.publish('client.registered', { clientId: newId() })
      }
    })
    studio.deliver()
    studio.app.work.run(work, (tx) =>
      studio.app.bus.subscriptions.setStatus(tx, 'paused', 'paused'),
    )
    let broken = true
    subscribe('mail', () => broken)
    const seq = publishClient(studio)
    studio.deliver()
    broken = false
    later()
    studio.deliver()
    expect(handled.of('mail')).toEqual([seq])
  })

  it('is not called for its open retries while it is off', () => {
    let broken = true
    subscribe('mail', () => broken)
    const seq = publishClient(studio)
    studio.deliver()
    studio.app.bus.off('mail')
    broken = false
    later()
    studio.deliver()
    expect(handled.of('mail')).toEqual([])
    subscribe('mail', never)
    studio.deliver()
    expect(handled.of('mail')).toEqual([seq])
  })
})
