import { createServer } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A real HTTP proxy on this computer, as companies have them. */
export interface ConnectProxy {
  readonly url: string
  /** To where it was asked to lead, in order: `host:port`. */
  readonly asked: readonly string[]
}

/**
 * Starts one that leads to what it knows, and refuses the rest.
 *
 * @param places the ports on this computer, by `host:port`
 */
export async function startProxy(places: Readonly<Record<string, number>>): Promise<ConnectProxy> {
  const asked: string[] = []
  const open = new Set<Socket>()
  const server = createServer((_, response) => response.writeHead(405).end())
  server.on('connect', ({ url = '' }, client: Socket, head: Buffer) => {
    asked.push(url)
    open.add(client)
    client.on('error', () => {})
    const port = places[url]
    if (port === undefined) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      return
    }
    const target = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      target.write(head)
      client.pipe(target).pipe(client)
    })
    target.on('error', () => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}
