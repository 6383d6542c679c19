import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { syncProtocolVersion, syncRefusals } from '../../shared/sync-protocol.ts'
import { readThrown } from '../../shared/thrown.ts'
import { refusalBody, refuse, RefusedRequest } from '../refusal.ts'
import { StorageUnavailable, ValueRefused } from '../storage/sql-server.ts'

const unavailableForSeconds = 5

/** Every refusal, whoever found the reason, has the body that the protocol declares. */
export function refuseInOneForm(app: FastifyInstance): void {
  app.setErrorHandler((error: unknown, request, reply) => {
    const refused = asRefused(error)
    const { status } = syncRefusals[refused.refusal.code]
    if (status === 500) {
      const { name: type, stack } = readThrown(error)
      // A message may quote what was sent; the stack without it says where.
      request.log.error({ type, at: stack?.split('\n').slice(1, 6).join('\n') }, 'a request failed')
    }
    return sendRefusal(reply, refused)
  })
  const routes = new Routes(app)
  // Before a body is read: what it should be is not known where there is nothing.
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done()
    const allowed = routes.methodsAt(request.url)
    if (allowed.length === 0 && usual.has(request.method)) {
      return done(new RefusedRequest(refuse('not_found')))
    }
    reply.header('Allow', allowed.join(', '))
    return done(new RefusedRequest(refuse('method_not_allowed')))
  })
}

/** What is asked for anywhere here; everything else is no question of where. */
const usual = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE'])

/** Which methods an address is asked with. */
class Routes {
  readonly #routes: { readonly path: RegExp; readonly methods: readonly string[] }[] = []

  constructor(app: FastifyInstance) {
    app.addHook('onRoute', ({ url, method }) => {
      const signs = url.replaceAll(/[.\\+^$()[\]{}|?]/g, '\\$&')
      const path = new RegExp(`^${signs.replaceAll(/:\w+/g, '[^/]+').replace('*', '.*')}$`)
      this.#routes.push({ path, methods: [method].flat() })
    })
  }

  methodsAt(url: string): string[] {
    const [path = ''] = url.split('?')
    const found = this.#routes.filter((route) => route.path.test(path))
    return [...new Set(found.flatMap(({ methods }) => methods))].toSorted()
  }
}

/** Answers what the router finds wrong with an address before there is a route: it would quote it. */
export function refuseAddress(
  _error: unknown,
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  void sendRefusal(reply, new RefusedRequest(refuse('not_found')))
}

/** Answers what is no HTTP at all, on the bare connection. */
export function refuseBytes(_error: unknown, socket: Socket): void {
  if (!socket.writable) return void socket.destroy()
  const body = JSON.stringify(refusalBody(refuse('unreadable')))
  const head = [
    'HTTP/1.1 400 Bad Request',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

function sendRefusal(reply: FastifyReply, { refusal, retryAfterSeconds }: RefusedRequest) {
  const { status } = syncRefusals[refusal.code]
  if (retryAfterSeconds !== null) reply.header('Retry-After', retryAfterSeconds)
  if (status === 426) reply.header('Upgrade', `FitFlow/${syncProtocolVersion}`)
  // What is left of a body that was not read to its end must not be taken for the next request.
  if (status === 413) reply.header('Connection', 'close')
  return reply.code(status).type('application/json; charset=utf-8').send(refusalBody(refusal))
}

function asRefused(error: unknown): RefusedRequest {
  if (error instanceof RefusedRequest) return error
  if (error instanceof StorageUnavailable) {
    return new RefusedRequest(refuse('unavailable'), unavailableForSeconds)
  }
  if (error instanceof ValueRefused) {
    return new RefusedRequest(refuse('unreadable', { detail: 'a value that cannot be stored' }))
  }
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500
  if (status === 413) return new RefusedRequest(refuse('too_many_bytes'))
  if (status === 415) return new RefusedRequest(refuse('unsupported_media'))
  if (typeof status === 'number' && status >= 400 && status < 500) {
    const detail = error instanceof Error ? error.message : ''
    return new RefusedRequest(refuse('unreadable', { detail }))
  }
  return new RefusedRequest(refuse('unexpected'))
}
