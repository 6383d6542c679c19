import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Studios' own systems, which webhooks tell: of an honest one, and of one that takes and never answers. */
export class StudioSystems {
  readonly answering: string
  readonly hanging: string
  /** What the honest ones were told. */
  told = 0
  readonly #server: Server

  private constructor(server: Server) {
    const { port } = server.address() as AddressInfo
    this.answering = `http://127.0.0.1:${port}/`
    this.hanging = `http://127.0.0.1:${port}/hang`
    this.#server = server
    server.on('request', (request, response) => {
      request.resume()
      if (request.url === '/hang') return
      request.on('end', () => {
        this.told += 1
        response.writeHead(204).end()
      })
    })
  }

  static async open(): Promise<StudioSystems> {
    const server = createServer()
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    return new StudioSystems(server)
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}
