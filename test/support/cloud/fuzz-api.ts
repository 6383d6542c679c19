import { Agent, request as requestHttp } from 'node:http'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import { refusalSchema } from '../../../shared/sync-protocol.ts'
import { newId } from '../../../shared/ids.ts'
import type { Random } from '../../faults/support/random.ts'
import type { CloudClient } from './cloud-client.ts'

type Schema = Readonly<Record<string, unknown>>

interface Operation {
  readonly parameters?: readonly {
    readonly name: string
    readonly in: 'path' | 'query' | 'header'
    readonly schema: Schema
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >
}

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** A laptop that the endpoint knows. */
export interface KnownLaptop {
  readonly tenant: string
  readonly deviceId: string
  readonly epoch: string
  readonly token: string
}

interface Sent {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: Buffer | null
}

const awkward = [
  '',
  '\0',
  'a\0b',
  '%00',
  '%zz',
  '..%2f..',
  '\ud800',
  '€'.repeat(50),
  '🤖',
  'a'.repeat(64),
  'a'.repeat(300),
  'a'.repeat(5_000),
  "'; DROP TABLE events; --",
  '-1',
  '0',
  '1e308',
  '9007199254740993',
  'NaN',
  '0000-00-00',
  '9999-12-31',
  '2026-02-30',
  'constructor',
  '__proto__',
  'null',
]

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'QUERY']

/**
 * Asks an endpoint everything that its own description allows, and much that it does not: with a
 * token, with another's and with none. Tells of each answer that is no answer as it is described, and
 * of each that says it was the endpoint's fault.
 */
export async function fuzzApi(
  cloud: CloudClient,
  laptop: KnownLaptop,
  random: Random,
  requests: number,
): Promise<string[]> {
  const described = (await (await fetch(`${cloud.url}/docs/json`)).json()) as Described
  const operations = Object.entries(described.paths).flatMap(([path, ofPath]) =>
    Object.entries(ofPath).map(([method, operation]) => ({ path, method, operation })),
  )
  const checks = new Map<string, z.ZodType>()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const problems: string[] = []
  try {
    for (let count = 0; count < requests && problems.length < 10; count += 1) {
      const { path, method, operation } = operations[count % operations.length]!
      const sent = invent({ path, method, operation }, cloud, laptop, random)
      const isAsDescribed = sent.method === method.toUpperCase()
      const answer = await send(cloud.url, agent, sent)
      const wrong = judge(answer, isAsDescribed ? operation : null, checks, `${method} ${path}`)
      if (wrong !== null) {
        const said = answer.text.slice(0, 200)
        const asked = `${sent.method} ${sent.path.slice(0, 200)} ${sent.body?.subarray(0, 200).toString() ?? ''}`
        problems.push(`${method} ${path}: ${wrong} — ${asked} → ${answer.status} ${said}`)
      }
    }
  } finally {
    agent.destroy()
  }
  return problems
}

function invent(
  {
    path,
    method,
    operation,
  }: { readonly path: string; readonly method: string; readonly operation: Operation },
  cloud: CloudClient,
  laptop: KnownLaptop,
  random: Random,
): Sent {
  const known: Readonly<Record<string, string>> = {
    tenant: laptop.tenant,
    device: laptop.deviceId,
    epoch: laptop.epoch,
  }
  // Whoever is away is asked nothing any more.
  const isTheEnd = /close$|revoke$/.test(path) || /delete .*\{tenant\}$/.test(`${method} ${path}`)
  const value = (name: string, schema: Schema): string => {
    if (random.below(10) === 0) return random.pick(awkward)
    if (known[name] !== undefined && !isTheEnd && random.below(12) > 0) return known[name]
    const made = make(schema, random, 0)
    return typeof made === 'string' ? made : JSON.stringify(made)
  }
  const headers: Record<string, string> = {}
  let address = path
  const query = new URLSearchParams()
  for (const { name, in: where, schema } of operation.parameters ?? []) {
    if (where === 'path')
      address = address.replace(`{${name}}`, escape(value(name, schema), random))
    else if (random.below(15) === 0) continue
    else if (where === 'query') query.append(name, value(name, schema))
    else headers[name] = value(name, schema).replaceAll(/[^ -~]/g, '') || 'x'
  }
  const fitting = `Bearer ${path.startsWith('/v1/admin') ? cloud.adminToken : laptop.token}`
  const strange = [`Bearer ${cloud.adminToken}`, `Bearer ${laptop.token}`, 'Bearer ffa_x', 'x', '']
  const authorization = random.below(5) > 0 ? fitting : random.pick(strange)
  if (authorization !== '') headers['authorization'] = authorization
  const body = inventBody(operation, headers, random)
  const asked = random.below(20) === 0 ? random.pick(methods) : method.toUpperCase()
  const tail = query.size > 0 ? `?${query}` : ''
  return { method: asked, path: address + tail, headers, body }
}

function escape(text: string, random: Random): string {
  if (text.startsWith('%') && random.below(2) === 0) return text
  return encodeURIComponent(text.toWellFormed()) || '-'
}

function inventBody(
  { requestBody }: Operation,
  headers: Record<string, string>,
  random: Random,
): Buffer | null {
  const [kind] = Object.entries(requestBody?.content ?? {})
  if (!kind) return random.below(10) === 0 ? Buffer.from('{}') : null
  const [type, { schema }] = kind
  headers['content-type'] = random.below(12) === 0 ? 'text/plain' : type
  const made = random.below(8) === 0 ? makeAny(random, 0) : make(schema, random, 0)
  const text = random.below(15) === 0 ? random.pick(awkward) : JSON.stringify(made ?? null)
  if (random.below(10) > 0) return Buffer.from(text)
  headers['content-encoding'] = random.pick(['gzip', 'gzip', 'br', 'identity'])
  return random.below(3) === 0 ? Buffer.from(text) : gzipSync(text)
}

/** Something that a schema describes, or nearly. */
function make(schema: Schema, random: Random, depth: number): unknown {
  if (depth > 5 || random.below(15) === 0) return makeAny(random, depth)
  if ('const' in schema) return schema['const']
  if (Array.isArray(schema['enum'])) return random.pick(schema['enum'])
  const choices = (schema['anyOf'] ?? schema['oneOf']) as readonly Schema[] | undefined
  if (choices) return make(random.pick(choices), random, depth + 1)
  switch (schema['type']) {
    case 'object': {
      const of = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>
      const entries = Object.entries(of).filter(() => random.below(12) > 0)
      return Object.fromEntries(entries.map(([name, one]) => [name, make(one, random, depth + 1)]))
    }
    case 'array':
      return Array.from({ length: random.below(4) }, () =>
        make((schema['items'] ?? {}) as Schema, random, depth + 1),
      )
    case 'integer':
    case 'number':
      return random.pick([0, 1, 7, -1, 1.5, 1e21, Number.MAX_SAFE_INTEGER])
    case 'boolean':
      return random.below(2) === 0
    case 'string':
      return makeText(schema, random)
    default:
      return makeAny(random, depth)
  }
}

function makeText(schema: Schema, random: Random): string {
  const { format } = schema
  const pattern = typeof schema['pattern'] === 'string' ? schema['pattern'] : ''
  if (random.below(10) === 0) return random.pick(awkward)
  if (format === 'uuid') return newId()
  if (format === 'date') return random.pick(['2026-03-01', '2026-03-31', '0001-01-01'])
  if (format === 'date-time') return '2026-03-02T07:00:00.000Z'
  if (/;/.test(pattern)) return `${random.below(20)};${'0'.repeat(64)}`
  const digits = /\{(\d+)\}\$?$/.exec(pattern)?.[1]
  if (digits !== undefined) return String(random.below(9)).repeat(Number(digits)).slice(0, 100)
  if (/https/.test(pattern))
    return random.pick(['https://example.org/', 'http://10.0.0.1/', 'https://[::1'])
  if (/whsec/.test(pattern)) return `whsec_${'A'.repeat(43)}=`
  return random.pick(['a', 'analytics', 'appointment.created', 'appointment/1', 'abc-def'])
}

function makeAny(random: Random, depth: number): unknown {
  const simple = [null, true, 0, -1, 1e21, [], {}, 'x', [[[[]]]], { a: { b: {} } }]
  if (depth > 3) return random.pick(simple)
  return random.below(2) === 0
    ? random.pick<unknown>([...simple, ...awkward])
    : { [random.pick(awkward)]: random.pick(awkward), days: makeAny(random, depth + 1) }
}

interface Answer {
  readonly status: number
  readonly type: string
  readonly text: string
}

function send(url: string, agent: Agent, { method, path, headers, body }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const length = body === null ? {} : { 'content-length': String(body.length) }
    const asked = { method, path, headers: { ...headers, ...length }, hostname, port, agent }
    const request = requestHttp(asked, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => {
        const type = response.headers['content-type'] ?? ''
        resolve({ status: response.statusCode ?? 0, type, text })
      })
      response.on('error', reject)
    })
    request.on('error', reject)
    request.end(body ?? undefined)
  })
}

/** What is wrong with an answer; null when nothing is. */
function judge(
  { status, type, text }: Answer,
  operation: Operation | null,
  checks: Map<string, z.ZodType>,
  name: string,
): string | null {
  if (status >= 500) return 'it says that it is to blame'
  if (status >= 400) {
    if (text === '') return null
    if (!type.startsWith('application/json')) return `a refusal as ${type}`
    const refusal = refusalSchema.strict().safeParse(JSON.parse(text))
    return refusal.success ? null : `no refusal: ${refusal.error.message}`
  }
  if (operation === null) return null
  const declared = operation.responses[String(status)]
  if (!declared) return 'a status that is not described'
  const schema = declared.content?.['application/json']?.schema
  if (!schema) return text === '' ? null : 'a body where none is described'
  const key = `${name} ${status}`
  let check = checks.get(key)
  if (!check) checks.set(key, (check = z.fromJSONSchema(schema)))
  const parsed = check.safeParse(JSON.parse(text))
  return parsed.success ? null : `not as it is described: ${parsed.error.message}`
}
