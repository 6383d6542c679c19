import { describe, expect, it } from 'vitest'
import { proxyFromEnvironment, readProxyAnswer } from '../../../main/network/find-proxy.ts'

const proxy = 'http://proxy.example:3128'

describe('the proxy that the environment names', () => {
  it.each([
    ['https://x.example.com', { HTTPS_PROXY: proxy }, proxy],
    ['https://x.example.com', { https_proxy: 'proxy.example:3128' }, proxy],
    ['https://x.example.com', {}, null],
    // A line in the open goes to this computer only.
    ['http://127.0.0.1:4280', { HTTPS_PROXY: proxy }, null],
    ['https://127.0.0.1:4280', { HTTPS_PROXY: proxy }, null],
    ['https://[::1]:4280', { HTTPS_PROXY: proxy }, null],
    ['https://x.example.com', { HTTPS_PROXY: proxy, NO_PROXY: 'example.com' }, null],
    ['https://x.example.com', { HTTPS_PROXY: proxy, no_proxy: 'a.b, .example.com' }, null],
    ['https://x.example.com', { HTTPS_PROXY: proxy, NO_PROXY: '*.Example.com' }, null],
    ['https://x.example.com', { HTTPS_PROXY: proxy, NO_PROXY: '*' }, null],
    ['https://xexample.com', { HTTPS_PROXY: proxy, NO_PROXY: 'example.com' }, proxy],
    ['https://x.example.com', { HTTPS_PROXY: proxy, NO_PROXY: 'x.example.com:8443' }, proxy],
    ['https://x.example.com:8443', { HTTPS_PROXY: proxy, NO_PROXY: 'x.example.com:8443' }, null],
    ['https://x.example.com', { HTTPS_PROXY: proxy, NO_PROXY: 'x.example.com:443' }, null],
    ['https://x.example.com', { HTTPS_PROXY: proxy, NO_PROXY: ' ,' }, proxy],
    ['https://', { HTTPS_PROXY: proxy }, null],
  ])('leads to %s with %j: %s', (url, env, found) => {
    expect(proxyFromEnvironment(url, env)).toBe(found)
  })
})

describe('what a system says of its proxies', () => {
  it.each([
    ['DIRECT', null],
    ['PROXY proxy.example:3128', proxy],
    ['PROXY proxy.example:3128; DIRECT', proxy],
    ['DIRECT; PROXY proxy.example:3128', null],
    ['HTTPS proxy.example:443', 'https://proxy.example:443'],
    // Nobody here speaks it.
    ['SOCKS5 proxy.example:1080; PROXY proxy.example:3128', proxy],
    ['SOCKS proxy.example:1080', null],
    ['', null],
  ])('%s: %s', (answer, found) => {
    expect(readProxyAnswer(answer)).toBe(found)
  })
})
