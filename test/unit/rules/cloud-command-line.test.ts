import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCloudRequest } from '../../../cloud/command-line.ts'

const common = { databaseUrl: null, dataDir: resolve('cloud-data'), trustProxy: false }
const postgres = 'postgres://fitflow@db/fitflow'

describe('The command line of the cloud endpoint', () => {
  it.each([
    [[], { kind: 'serve', host: '127.0.0.1', port: 4280, ...common }],
    [['--port', '0', '--host', '::'], { kind: 'serve', host: '::', port: 0, ...common }],
    [['--trust-proxy'], { kind: 'serve', trustProxy: true }],
    [['--data-dir', '/srv/x'], { kind: 'serve', dataDir: '/srv/x' }],
    [['--database', postgres], { kind: 'serve', databaseUrl: postgres }],
    [['--pair', 'harbour-2'], { kind: 'pair', tenant: 'harbour-2', ...common }],
    [['--admin-token'], { kind: 'admin-token', ...common }],
    [['--help', '--port', 'x'], { kind: 'help' }],
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
  ])('says what is wrong with %j', (argv, words) => {
    const request = readCloudRequest(argv, {})
    expect(request).toMatchObject({ kind: 'wrong', problem: expect.stringMatching(words) })
  })

  it('takes the database from the environment, where no list of processes shows its password', () => {
    const request = readCloudRequest([], { FITFLOW_CLOUD_DATABASE: postgres })
    expect(request).toMatchObject({ databaseUrl: postgres })
  })
})
