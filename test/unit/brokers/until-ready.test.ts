import { MultipleErrors, NetworkError, ProtocolError, UserError } from '@platformatic/kafka'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BrokerUnavailable } from '../../../brokers/transport.ts'
import { untilReady } from '../../../brokers/kafka/until-ready.ts'

const passing = [
  'COORDINATOR_NOT_AVAILABLE',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'NOT_COORDINATOR',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_OR_FOLLOWER',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'NOT_ENOUGH_REPLICAS',
  'NOT_CONTROLLER',
]

/** As the transport is told of it: the client library tries twice, and its own errors are in ours. */
function unavailable(...errors: Error[]): BrokerUnavailable {
  const cause = new MultipleErrors(`listCommits failed ${errors.length} times.`, errors)
  return new BrokerUnavailable('Kafka is not available', { cause })
}

function answers(code: string): Error {
  return new ProtocolError(code)
}

describe('What Kafka itself puts off', () => {
  const open = new AbortController().signal
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  /** Fails with these, one after the other, and then works. */
  function failing(errors: readonly Error[]) {
    const left = [...errors]
    return vi.fn<() => Promise<string>>(async () => {
      const next = left.shift()
      if (next) throw next
      return 'done'
    })
  }

  /** What became of it, while time goes by. */
  async function outcome(act: () => Promise<string>, signal = open): Promise<unknown> {
    const result = untilReady(signal, act).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(60_000)
    return result
  }

  it.each(passing)('is asked for again, as often as it takes: %s', async (code) => {
    const act = failing(Array.from({ length: 20 }, () => unavailable(answers(code), answers(code))))
    expect(await outcome(act)).toBe('done')
    expect(act).toHaveBeenCalledTimes(21)
  })

  it('is asked for again also when a connection was lost in between', async () => {
    const act = failing([unavailable(new NetworkError('lost'), answers('NOT_COORDINATOR'))])
    expect(await outcome(act)).toBe('done')
  })

  it('fails at the time limit, with what Kafka said', async () => {
    const startedAt = Date.now()
    const error = unavailable(answers('LEADER_NOT_AVAILABLE'))
    let lastAt = startedAt
    const act = async (): Promise<string> => {
      lastAt = Date.now()
      throw error
    }
    expect(await outcome(act)).toBe(error)
    expect(lastAt - startedAt).toBeGreaterThan(9_000)
    expect(lastAt - startedAt).toBeLessThan(16_000)
  })

  it.each([
    ['nobody answers', unavailable(new NetworkError('refused'))],
    ['it is not allowed', unavailable(answers('TOPIC_AUTHORIZATION_FAILED'))],
    [
      'one part of it will never do',
      unavailable(answers('NOT_COORDINATOR'), answers('INVALID_GROUP_ID')),
    ],
    ['it was asked wrongly', unavailable(answers('NOT_COORDINATOR'), new UserError('no node -1'))],
    ['it is a bug', new TypeError('x is not a function')],
  ])('fails at once when %s', async (_, error) => {
    const act = failing([error])
    expect(await outcome(act)).toBe(error)
    expect(act).toHaveBeenCalledTimes(1)
  })

  it('is given up when nobody waits for it any more', async () => {
    const ends = new AbortController()
    const error = unavailable(answers('NOT_COORDINATOR'))
    const act = vi.fn<() => Promise<string>>(async () => {
      throw error
    })
    const result = untilReady(ends.signal, act).catch((thrown: unknown) => thrown)
    await vi.advanceTimersByTimeAsync(1_000)
    ends.abort()
    await vi.advanceTimersByTimeAsync(200)
    expect(await result).toBe(error)
    expect(act.mock.calls.length).toBeLessThan(8)
  })
})
