import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { RestBetweenTries } from '../../../main/events/rest-between-tries.ts'
import type { Instant } from '../../../shared/time.ts'
import { TestClock } from '../../support/test-clock.ts'

const times = { backoffBaseMs: 1_000, backoffCapMs: 900_000, wakeJitterMs: 5_000 }

/** A rest whose lots are all the same, at nine in the morning. */
function openRest({ lot = 0.5, ...given }: Partial<typeof times> & { lot?: number } = {}) {
  const clock = new TestClock('2026-03-02T09:00:00.000Z' as Instant)
  const said: string[] = []
  const rest = new RestBetweenTries<'away' | 'busy'>(
    { ...times, ...given },
    {
      now: () => clock.now,
      onChange: () => said.push('changed'),
      onOver: () => said.push('over'),
      random: () => lot,
    },
  )
  const seconds = () =>
    rest.current && (Date.parse(rest.current.until) - Date.parse(clock.now)) / 1_000
  return { rest, clock, said, seconds }
}

describe('The rest of something that asks another computer', () => {
  it('doubles its window with each failure in a row, up to the cap', () => {
    const { rest, seconds } = openRest({ lot: 0.999_999 })
    const windows = Array.from({ length: 12 }, () => {
      rest.backOff('away')
      return Math.round(seconds()!)
    })
    expect(windows).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
    rest.succeeded()
    rest.backOff('away')
    expect(Math.round(seconds()!)).toBe(2)
    rest.end()
  })

  it('is as long as the other one asked for, if that is longer', () => {
    const { rest, seconds } = openRest()
    rest.backOff('busy', 30_000)
    expect(rest.current?.reason).toBe('busy')
    expect(seconds()).toBe(30)
    rest.backOff('busy', 10)
    expect(seconds()).toBe(2)
    rest.end()
  })

  it('ends within seconds when the network or the computer is back', () => {
    const { rest, seconds } = openRest()
    for (let failures = 0; failures < 10; failures += 1) rest.backOff('away')
    expect(seconds()).toBe(450)
    expect(rest.wake()).toBe(true)
    expect(rest.current?.reason).toBe('away')
    expect(seconds()).toBe(2.5)
    rest.end()
  })

  it('is never made longer by a wake', () => {
    const { rest, seconds } = openRest()
    rest.backOff('away')
    expect(seconds()).toBe(1)
    rest.wake()
    expect(seconds()).toBe(1)
    rest.end()
  })

  it('keeps to what the other one asked for, however often it is woken', () => {
    const { rest, seconds } = openRest()
    rest.backOff('busy', 60_000)
    rest.wake()
    rest.wake()
    expect(seconds()).toBe(60)
    rest.end()
  })

  it('waits its seconds also when it was over while the computer slept', () => {
    const { rest, clock, seconds } = openRest()
    rest.backOff('away')
    clock.advance({ minutes: 600 })
    rest.wake()
    expect(seconds()).toBe(2.5)
    rest.end()
  })

  it('says when it is over, once, and nothing after it was ended', async () => {
    const { rest, said } = openRest({ backoffBaseMs: 10, wakeJitterMs: 10 })
    rest.backOff('away')
    rest.wake()
    await expect.poll(() => said).toEqual(['changed', 'changed', 'over'])
    expect(rest.current).toBeNull()
    expect(rest.wake()).toBe(false)

    rest.backOff('away')
    rest.end()
    await sleep(30)
    expect(said).toEqual(['changed', 'changed', 'over', 'changed'])
  })
})
