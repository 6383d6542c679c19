import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCloudRequest } from '../../../cloud/command-line.ts'

const common = { databaseUrl: null, dataDir: resolve('cloud-data'), trustProxy: false }
const redis = 'redis://desk:secret@127.0.0.1:6379'
const broker = { provider: 'redis-streams', connection: redis, namespace: 'fitflow-cloud' }
const postgres = 'postgres://fitflow@db/fitflow'

describe('The command line of the cloud endpoint', () => {
  it.each([
    [[], { kind: 'serve', host: '127.0.0.1', port: 4280, ...common }],
    [['--port', '0', '--host', '::'], { kind: 'serve', host: '::', port: 0, ...common }],
    [['--trust-proxy'], { kind: 'serve', trustProxy: true }],
    [['--data-dir', '/srv/x'], { kind: 'serve', dataDir: resolve('/srv/x') }],
    [['--database', postgres], { kind: 'serve', databaseUrl: postgres }],
    [['--pair', 'harbour-2'], { kind: 'pair', tenant: 'harbour-2', ...common }],
    [['--admin-token'], { kind: 'admin-token', ...common }],
    [['--help', '--port', 'x'], { kind: 'help' }],
    [[], { kind: 'serve', broker: null }],
    [['--broker', redis], { kind: 'serve', broker, port: 4280 }],
    [['--broker', `${redis}?namespace=harbour`], { broker: { namespace: 'harbour' } }],
    [['--workers', '--broker', redis], { kind: 'work', broker, port: 4281, ...common }],
    [['--workers', '--broker', redis, '--database', postgres], { databaseUrl: postgres }],
    [['--workers', '--broker', redis, '--port', '0'], { kind: 'work', port: 0 }],
  ])('reads %j', (argv, request) => {
    expect(readCloudRequest(argv, {})).toMatchObject(request)
  })

  it.each([
    [['--pair', 'Not A Name'], /lower-case letters/],
    [['--pair', '-x'], /argument is ambiguous|lower-case letters/],
    [['--port', '65536'], /--port/],
    [['--port', 'x'], /--port/],
    [['--database', 'mysql://x'], /postgres:\/\//],
    [['--unknown'], /--unknown/],
    [['--workers'], /^Workers need a broker: --broker URL, or FITFLOW_CLOUD_BROKER/],
    [['--broker', 'http://x:secret@y'], /^A broker's address begins with redis:/],
    [['--broker', 'redis://'], /names no host|does not begin/],
  ])('says what is wrong with %j', (argv, words) => {
    const request = readCloudRequest(argv, {})
    expect(request).toMatchObject({ kind: 'wrong', problem: expect.stringMatching(words) })
    expect(JSON.stringify(request)).not.toContain('secret')
  })

  it('takes the broker from the environment, where an empty one is none', () => {
    const from = (argv: string[], url: string) =>
      readCloudRequest(argv, { FITFLOW_CLOUD_BROKER: url })
    expect(from([], redis)).toMatchObject({ kind: 'serve', broker })
    expect(from(['--workers'], redis)).toMatchObject({ kind: 'work', broker })
    expect(from([], '')).toMatchObject({ kind: 'serve', broker: null })
    expect(from(['--workers'], '')).toMatchObject({ kind: 'wrong' })
  })

  it('takes the database from the environment, where no list of processes shows its password', () => {
    const request = readCloudRequest([], { FITFLOW_CLOUD_DATABASE: postgres })
    expect(request).toMatchObject({ databaseUrl: postgres })
  })
})
