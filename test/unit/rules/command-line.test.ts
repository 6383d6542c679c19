import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCommandLine } from '../../../main/platform/command-line.ts'

const secret = 'quite-secret'

describe('the command line', () => {
  it('opens the usual place and reads the log when it says nothing', () => {
    expect(readCommandLine([])).toEqual({
      dataDir: undefined,
      broker: undefined,
      smoke: false,
      resetManagerPin: false,
    })
  })

  it.each([
    { argv: ['--data-dir', 'x'], expected: { dataDir: resolve('x') } },
    { argv: ['--data-dir=x', '--smoke'], expected: { dataDir: resolve('x'), smoke: true } },
    {
      argv: ['--broker', 'redis://127.0.0.1:6379'],
      expected: { broker: { provider: 'redis-streams', connection: 'redis://127.0.0.1:6379' } },
    },
    {
      argv: ['--broker=amqp://desk:pw@10.0.0.5/studio?namespace=ab'],
      expected: {
        broker: { provider: 'rabbitmq', connection: 'amqp://desk:pw@10.0.0.5/studio?namespace=ab' },
      },
    },
    {
      argv: ['--broker', 'kafka://a:9092,b:9092'],
      expected: { broker: { provider: 'kafka', connection: 'kafka://a:9092,b:9092' } },
    },
  ])('understands $argv', ({ argv, expected }) => {
    expect(readCommandLine(argv)).toMatchObject(expected)
  })

  it('takes a broker from the environment, where the command line names none', () => {
    const env = { FITFLOW_BROKER: 'kafka://a' }
    expect(readCommandLine([], env).broker?.provider).toBe('kafka')
    expect(readCommandLine(['--broker', 'redis://a'], env).broker?.provider).toBe('redis-streams')
    expect(readCommandLine([], { FITFLOW_BROKER: '' }).broker).toBeUndefined()
  })

  it.each([
    { argv: ['--data-dir'], says: '--data-dir needs a folder' },
    { argv: ['--data-dir', '--smoke'], says: '--data-dir needs a folder' },
    { argv: ['--broker'], says: '--broker needs an address' },
    { argv: ['--broker', '--smoke'], says: '--broker needs an address' },
    { argv: ['--broker', `http://desk:${secret}@host`], says: "A broker's address begins with" },
    { argv: ['--broker', `redis://desk:${secret}@`], says: 'does not begin as it must' },
  ])('refuses $argv, and repeats no password', ({ argv, says }) => {
    expect(() => readCommandLine(argv)).toThrow(says)
    expect(() => readCommandLine(argv)).not.toThrow(secret)
  })
})
