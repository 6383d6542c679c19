import { app, session } from 'electron'
import { appOrigin } from './app-protocol.ts'

/**
 * A proxy that nobody is, for this computer's own addresses too: the page's content security policy
 * knows nothing of WebRTC, which would find a way out by UDP or, through a relay, by TCP. What FitFlow
 * itself sends (mail, sync) is main's, and takes another way.
 */
const nowhere = { proxyRules: 'socks5://127.0.0.1:1', proxyBypassRules: '<-loopback>' }

/**
 * The renderer shows our page and nothing else: no navigation away, no new windows, no embedded
 * content, no permission to anything of the machine, no download and no network.
 */
export async function lockDown(): Promise<void> {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (!event.url.startsWith(`${appOrigin}/`)) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
  })
  session.defaultSession.on('will-download', (event) => event.preventDefault())
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) =>
    answer(false),
  )
  session.defaultSession.setPermissionCheckHandler(() => false)
  await session.defaultSession.setProxy(nowhere)
}
