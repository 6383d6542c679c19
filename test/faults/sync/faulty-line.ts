import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../support/random.ts'

/** What a line between a laptop and its endpoint can do to one request. */
export const faults = [
  'drop_request',
  'drop_answer',
  'twice',
  'again_later',
  'delay',
  'cut_request',
  'cut_answer',
  'odd_status',
  'false_gap',
  'sleep',
] as const

/** What a proxy may answer by itself. */
export const statuses = [401, 409, 413, 422, 426, 429, 500, 502, 503, 504] as const

/** A proxy that breaks what it carries, by chances of a seed, until it is told to carry well. */
export class FaultyLine {
  readonly url: string
  /** How often it did what. */
  readonly done = new Map<string, number>()
  /** The chance that a request is broken. */
  share = 0
  /** What happens to the next request, whatever the chances are. */
  next: { readonly fault: (typeof faults)[number]; readonly status?: number } | null = null
  readonly #server: ReturnType<typeof createServer>
  readonly #random: Random
  readonly #target: () => string

  private constructor(
    server: ReturnType<typeof createServer>,
    random: Random,
    target: () => string,
  ) {
    this.#server = server
    this.#random = random
    this.#target = target
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  /** @param target where the endpoint is now. */
  static async open(random: Random, target: () => string): Promise<FaultyLine> {
    const server = createServer()
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    const line = new FaultyLine(server, random, target)
    server.on('request', (request, response) => {
      void line.#carry(request, response).catch(() => response.destroy())
    })
    return line
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request)
    const { next } = this
    this.next = null
    const fault =
      next?.fault ?? (this.#random.chance(this.share) ? this.#random.pick(faults) : null)
    if (fault) this.done.set(fault, (this.done.get(fault) ?? 0) + 1)
    const carried = { request, body }
    switch (fault) {
      case 'drop_request':
        response.destroy()
        return
      case 'drop_answer':
        await this.#forward(carried)
        response.destroy()
        return
      case 'twice':
        await this.#forward(carried)
        break
      case 'again_later':
        void sleep(20 + this.#random.below(200)).then(() => this.#forward(carried).catch(() => {}))
        break
      case 'delay':
        await sleep(5 + this.#random.below(60))
        break
      case 'cut_request':
        await this.#forward({ request, body: body.subarray(0, body.length / 2), isCut: true })
        response.destroy()
        return
      case 'odd_status': {
        const status = next?.status ?? this.#random.pick(statuses)
        // Of a proxy's own: no body that the protocol knows.
        response.writeHead(status, { 'content-type': 'text/html', 'retry-after': '0' })
        response.end('<h1>Sorry</h1>')
        return
      }
      case 'false_gap': {
        const expected = 1 + this.#random.below(50)
        response.writeHead(409, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ code: 'gap', message: 'Send again.', expected }))
        return
      }
      case 'sleep':
        await sleep(400)
        response.destroy()
        return
      case 'cut_answer':
      case null:
        break
    }
    const answer = await this.#forward(carried)
    response.writeHead(answer.status, answer.headers)
    if (fault !== 'cut_answer') {
      response.end(answer.body)
      return
    }
    response.write(answer.body.subarray(0, answer.body.length / 2), () => response.destroy())
  }

  #forward({
    request,
    body,
    isCut = false,
  }: {
    request: IncomingMessage
    body: Buffer
    isCut?: boolean
  }): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
    return new Promise((resolve, reject) => {
      const headers = { ...request.headers, connection: 'close' }
      // Ours; the endpoint's own is put there instead.
      delete headers.host
      const onwards = ask(
        `${this.#target()}${request.url}`,
        { method: request.method ?? 'GET', headers },
        (answer) => {
          readBody(answer).then((whole) => {
            const carried = Object.entries(answer.headers).filter(
              (entry): entry is [string, string] =>
                typeof entry[1] === 'string' &&
                !['connection', 'transfer-encoding'].includes(entry[0]),
            )
            resolve({
              status: answer.statusCode ?? 502,
              headers: Object.fromEntries(carried),
              body: whole,
            })
          }, reject)
        },
      )
      onwards.on('error', reject)
      if (!isCut) {
        onwards.end(body)
        return
      }
      onwards.write(body, () => onwards.destroy())
    })
  }
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
