import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  isPublic,
  lookupPublic,
  PrivateAddress,
} from '../../../cloud/workers/notifications/public-address.ts'
import { signWebhook } from '../../../cloud/workers/notifications/send-webhook.ts'
import { wrongWebhookUrl } from '../../../cloud/workers/notifications/webhook-url.ts'

describe('Where a webhook may lead', () => {
  it.each([
    ['https://harbour.example/hook', null],
    ['https://93.184.215.14:8443/', null],
    ['https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/', null],
    ['http://127.0.0.1:8080/', null],
    ['http://localhost/', null],
    ['http://[::1]:9/', null],
    ['http://harbour.example/', 'it must begin with https://'],
    ['ftp://harbour.example/', 'it is not an https:// address'],
    ['harbour', 'it is not an https:// address'],
    ['https://me:secret@harbour.example/', 'it must not hold a user or a password'],
    ['https://10.0.0.1/', 'it is a private address'],
    // Other spellings of private addresses, which a browser's parser makes one.
    ['https://0x0a000001/', 'it is a private address'],
    ['https://3232235777/', 'it is a private address'],
    ['https://[::ffff:192.168.0.1]/', 'it is a private address'],
    ['https://[fd00::1]/', 'it is a private address'],
    ['https://169.254.169.254/latest/meta-data', 'it is a private address'],
  ])('%s: %s', (url, wrong) => {
    expect(wrongWebhookUrl(url)).toBe(wrong)
  })

  it.each([
    ['1.1.1.1', true],
    ['172.15.255.255', true],
    ['172.16.0.0', false],
    ['172.31.255.255', false],
    ['172.32.0.0', true],
    ['100.63.255.255', true],
    ['100.64.0.1', false],
    ['127.0.0.1', false],
    ['0.0.0.0', false],
    ['169.254.169.254', false],
    ['192.168.1.1', false],
    ['198.19.0.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['2606:4700::1111', true],
    ['::', false],
    ['::1', false],
    ['::ffff:8.8.8.8', false],
    ['64:ff9b::a00:1', false],
    ['2002:a00:1::', false],
    ['2001:db8::1', false],
    ['fe80::1', false],
    ['fc00::1', false],
    ['ff02::1', false],
    ['not an address', false],
  ])('%s is public: %s', (address, expected) => {
    expect(isPublic(address)).toBe(expected)
  })

  it.each([true, false])(
    'finds no address for a name that leads to this machine (all: %s)',
    (all) =>
      expect(
        new Promise((resolve, reject) => {
          lookupPublic('localhost', { all }, (error, address) =>
            error ? reject(error) : resolve(address),
          )
        }),
      ).rejects.toThrow(PrivateAddress),
  )

  it('connects nowhere when the name does not lead outside', async () => {
    let connections = 0
    const server = createServer().on('connection', () => (connections += 1))
    await new Promise<void>((resolve) => void server.listen(0, resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const { request } = await import('node:http')
    const failed = new Promise((_, reject) => {
      request({ host: 'localhost', port, lookup: lookupPublic, agent: false })
        .on('error', reject)
        .end()
    })
    await expect(failed).rejects.toThrow(PrivateAddress)
    expect(connections).toBe(0)
  })
})

describe('A webhook’s signature', () => {
  it('is the one of Standard Webhooks’ own example', () => {
    // From the reference libraries' tests.
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
    const body = '{"test": 2432232314}'
    expect(signWebhook(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, body)).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    )
  })
})
