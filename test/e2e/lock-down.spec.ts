import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import type { FitFlowBridge } from '../../shared/bridge.ts'
import { prepareStudio } from './support/prepare-studio.ts'
import { expect, test } from './support/test.ts'

test('the page has exactly two functions of FitFlow and nothing of the machine', async ({
  dataDir,
  openWindow,
}) => {
  prepareStudio(dataDir)
  const { page } = await openWindow(dataDir)

  const reachable = await page.evaluate(() => {
    const { fitflow } = window as unknown as { fitflow: FitFlowBridge }
    return {
      bridge: Object.entries(fitflow).map(([name, value]) => `${name}: ${typeof value}`),
      machine: ['require', 'process', 'module', 'global', 'Buffer', '__dirname', 'electron'].filter(
        (name) => name in window,
      ),
    }
  })
  expect(reachable.bridge.toSorted()).toEqual(['invoke: function', 'onChange: function'])
  expect(reachable.machine).toEqual([])
})

test('the page cannot replace or extend what FitFlow gave it', async ({ dataDir, openWindow }) => {
  prepareStudio(dataDir)
  const { page } = await openWindow(dataDir)

  const changed = await page.evaluate(() => {
    const { fitflow } = window as unknown as { fitflow: Record<string, unknown> }
    const original = fitflow['invoke']
    try {
      fitflow['invoke'] = () => 'replaced'
      fitflow['extra'] = () => 'added'
    } catch {
      // In strict code the attempt itself throws.
    }
    return fitflow['invoke'] !== original || 'extra' in fitflow
  })
  expect(changed).toBe(false)
})

test('the window stays on FitFlow: no other window, no navigation away', async ({
  dataDir,
  openWindow,
}) => {
  prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  const { page } = window
  const home = page.url()
  window.problems.expect(/Not allowed to (load local resource|navigate top frame)/)

  for (const address of ['https://example.com/', 'file:///etc/passwd', 'about:blank', home]) {
    expect(await page.evaluate((to) => globalThis.open(to) === null, address), address).toBe(true)
  }
  for (const address of ['https://example.com/', 'file:///etc/passwd', 'data:text/html,hello']) {
    await page.evaluate((to) => globalThis.location.assign(to), address)
    // A round trip through main: a navigation that was going to happen would have begun by now.
    await window.call('studio.status', {})
    expect(page.url(), address).toBe(home)
  }
  expect(window.electron.windows()).toHaveLength(1)
  expect(await page.evaluate(() => document.querySelectorAll('h1').length)).toBe(1)
})

test('a frame inside the page gets neither content nor FitFlow', async ({
  dataDir,
  openWindow,
}) => {
  prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  window.problems.expect(/Refused to frame|Framing/)

  const frames = await window.page.evaluate(async () => {
    const reached: Record<string, boolean> = {}
    for (const source of ['https://example.com/', 'app://fitflow/', 'data:text/html,hi', '']) {
      const frame = document.createElement('iframe')
      if (source !== '') frame.src = source
      const loaded = new Promise((resolve) => {
        frame.addEventListener('load', resolve)
        frame.addEventListener('error', resolve)
        document.addEventListener('securitypolicyviolation', resolve, { once: true })
      })
      document.body.append(frame)
      if (source !== '') await loaded
      try {
        reached[source] = frame.contentWindow !== null && 'fitflow' in frame.contentWindow
      } catch {
        // A frame of another origin may not even be looked at.
        reached[source] = false
      }
      frame.remove()
    }
    return reached
  })
  expect(Object.values(frames)).not.toContain(true)
})

test('no script, style or request of another origin runs in the page', async ({
  dataDir,
  openWindow,
}) => {
  prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  window.problems.expect(/inline script/)
  window.problems.expect(/example\.com/)

  const outcome = await window.page.evaluate(async () => {
    const tried: Record<string, string> = {}
    const script = document.createElement('script')
    script.textContent = 'window.injected = true'
    document.body.append(script)
    tried['inline script'] = 'injected' in window ? 'ran' : 'refused'
    // In a task of its own: what the debugger itself evaluates is above the policy.
    tried['eval'] = await new Promise<string>((resolve) => {
      setTimeout(() => {
        try {
          // oxlint-disable-next-line typescript/no-implied-eval -- this is what must not work
          resolve(String(new Function('return "ran"')()))
        } catch {
          resolve('refused')
        }
      })
    })
    tried['request'] = await fetch('https://example.com/').then(
      () => 'ran',
      () => 'refused',
    )
    const permission = await navigator.permissions.query({ name: 'geolocation' })
    tried['location'] = permission.state
    return tried
  })
  expect(outcome).toEqual({
    'inline script': 'refused',
    eval: 'refused',
    request: 'refused',
    location: 'denied',
  })
})

test('files outside the page’s own folder are not served', async ({ dataDir, openWindow }) => {
  prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  window.problems.expect(/404/)

  const statuses = await window.page.evaluate(async () => {
    const paths = [
      '/..%2f..%2fpackage.json',
      '/%2e%2e/%2e%2e/package.json',
      '/..%5c..%5cpackage.json',
      '/assets/..%2f..%2f..%2fmigrations%2f0001_event_core.sql',
      '/%00.js',
      '/%zz.js',
    ]
    const answers: Record<string, number> = {}
    for (const path of paths) answers[path] = (await fetch(path)).status
    return answers
  })
  for (const [path, status] of Object.entries(statuses)) expect(status, path).toBe(404)
})

test('a page that is not FitFlow’s own gets no answer, even with the bridge in its hands', async ({
  dataDir,
  openWindow,
}) => {
  prepareStudio(dataDir)
  const window = await openWindow(dataDir)

  const answer = await window.electron.evaluate(async ({ app, BrowserWindow }) => {
    const preload = `${app.getAppPath()}/out/preload/preload.cjs`
    const stranger = new BrowserWindow({ show: false, webPreferences: { preload } })
    const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`
    await stranger.loadURL(`data:text/html,${policy}<h1>Not FitFlow</h1>`)
    const said: unknown = await stranger.webContents.executeJavaScript(
      'window.fitflow.invoke({ name: "studio.status", input: {} })',
    )
    stranger.destroy()
    return said
  })
  expect(answer).toMatchObject({ ok: false, error: { code: 'untrusted_sender' } })
})

test('nothing leaves the page past its policy: no WebRTC by UDP or TCP, and no download', async ({
  dataDir,
  openWindow,
}) => {
  prepareStudio(dataDir)
  const window = await openWindow(dataDir)
  let heard = 0
  const listener = createServer(() => (heard += 1)).listen(0, '127.0.0.1')
  const datagrams = createSocket('udp4')
  datagrams.on('message', () => (heard += 1))
  await Promise.all([
    once(listener, 'listening'),
    new Promise<void>((resolve) => datagrams.bind(0, '127.0.0.1', resolve)),
  ])
  const ports = {
    tcp: (listener.address() as AddressInfo).port,
    udp: datagrams.address().port,
  }
  try {
    await window.page.evaluate(async ({ tcp, udp }) => {
      const iceServers = [
        `turn:127.0.0.1:${tcp}?transport=tcp`,
        `turns:127.0.0.1:${tcp}?transport=tcp`,
        `turn:127.0.0.1:${udp}?transport=udp`,
        `stun:127.0.0.1:${udp}`,
      ].map((urls) => ({ urls, username: 'clients', credential: 'and-their-phones' }))
      const frame = document.createElement('iframe')
      document.body.append(frame)
      const realms = [globalThis, frame.contentWindow as typeof globalThis | null]
      for (const realm of realms) {
        try {
          const connection = new realm!.RTCPeerConnection({ iceServers })
          connection.createDataChannel('out')
          await connection.setLocalDescription(await connection.createOffer())
        } catch {
          // It is not there at all: so much the better.
        }
      }
      // As long as a connection to this computer takes, many times over.
      await new Promise((resolve) => setTimeout(resolve, 2_000))
    }, ports)
    expect(heard).toBe(0)
  } finally {
    listener.close()
    datagrams.close()
  }

  const state = await window.electron.evaluate(async ({ session, BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!
    const asked = new Promise<string>((resolve) => {
      session.defaultSession.once('will-download', (event, item) =>
        resolve(`${event.defaultPrevented ? 'denied' : 'allowed'}: ${item.getFilename()}`),
      )
    })
    await webContents.executeJavaScript(`{
        const link = document.createElement('a')
        link.href = URL.createObjectURL(new Blob(['everybody']))
        link.download = 'clients.csv'
        link.click()
      }`)
    return asked
  })
  expect(state).toBe('denied: clients.csv')
})
