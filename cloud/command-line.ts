import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { messageOf } from '../shared/thrown.ts'
import { brokerFromUrl, type Broker } from '../brokers/index.ts'
import { tenantPattern } from './access/pair-device.ts'

/** What `npm run cloud` was asked for. */
export type CloudRequest =
  | { readonly kind: 'help' }
  /** A sentence about what is wrong with the command line. */
  | { readonly kind: 'wrong'; readonly problem: string }
  | ({ readonly kind: 'serve'; readonly broker: Broker | null } & Address & Common)
  | ({ readonly kind: 'work'; readonly broker: Broker } & Address & Common)
  | ({ readonly kind: 'pair'; readonly tenant: string } & Common)
  | ({ readonly kind: 'admin-token' } & Common)
  | ({ readonly kind: 'list-admin-tokens' } & Common)
  | ({ readonly kind: 'revoke-admin-token'; readonly id: string } & Common)

interface Address {
  readonly host: string
  readonly port: number
}

interface Common {
  /** Null: an SQLite file in {@link dataDir}. */
  readonly databaseUrl: string | null
  readonly dataDir: string
  readonly trustProxy: boolean
}

export const cloudHelp = `Keeps a copy of the event logs that FitFlow laptops push to it.

  npm run cloud -- [options]

  --data-dir DIR    Where the SQLite file lies. Default: cloud-data.
  --database URL    PostgreSQL instead: postgres://user:password@host/database.
                    Better in the environment, as FITFLOW_CLOUD_DATABASE.
  --host HOST       Default: 127.0.0.1, this machine only. TLS is a proxy's work.
  --port N          Default: 4280, with --workers 4281; 0 takes a free one.
  --trust-proxy     Behind a proxy of yours: believe its X-Forwarded-For.
  --broker URL      Sends what is stored to a broker: redis://, amqp:// or kafka://host.
                    Better in the environment, as FITFLOW_CLOUD_BROKER.
  --workers         Instead of the endpoint, runs the workers behind that broker, on the same
                    --data-dir or --database. In as many processes as you like.
  --pair TENANT     Makes a pairing code for a laptop of this tenant, and ends. The endpoint may run.
  --admin-token     Makes an admin token, good for a year, shows it once, and ends.
  --list-admin-tokens
                    Lists the admin tokens by their ids, and ends.
  --revoke-admin-token ID
                    Ends an admin token at once, and ends.
  --help            This text.
`

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const known = {
  'data-dir': text,
  database: text,
  host: text,
  port: text,
  pair: text,
  broker: text,
  workers: flag,
  'trust-proxy': flag,
  'admin-token': flag,
  'list-admin-tokens': flag,
  'revoke-admin-token': text,
  help: flag,
} as const

/** Reads the command line. */
export function readCloudRequest(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): CloudRequest {
  let given
  try {
    given = parseArgs({ args: [...argv], options: known, strict: true }).values
  } catch (error) {
    return { kind: 'wrong', problem: messageOf(error) }
  }
  if (given.help) return { kind: 'help' }
  const databaseUrl = given.database ?? environment['FITFLOW_CLOUD_DATABASE'] ?? null
  if (databaseUrl !== null && !/^postgres(?:ql)?:\/\//.test(databaseUrl)) {
    return { kind: 'wrong', problem: 'The database’s URL must begin with postgres://' }
  }
  const common = {
    databaseUrl,
    dataDir: resolve(given['data-dir'] ?? 'cloud-data'),
    trustProxy: given['trust-proxy'] ?? false,
  }
  if (given.pair !== undefined) {
    if (tenantPattern.test(given.pair)) return { kind: 'pair', tenant: given.pair, ...common }
    const problem = `A tenant’s name is lower-case letters, digits and hyphens, not “${given.pair}”.`
    return { kind: 'wrong', problem }
  }
  if (given['admin-token']) return { kind: 'admin-token', ...common }
  if (given['list-admin-tokens']) return { kind: 'list-admin-tokens', ...common }
  const id = given['revoke-admin-token']
  if (id !== undefined) return { kind: 'revoke-admin-token', id, ...common }
  const portText = given.port ?? (given.workers ? '4281' : '4280')
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : Number.NaN
  if (!(port <= 65_535)) return { kind: 'wrong', problem: '--port must be 0 to 65535.' }
  const address = { host: given.host ?? '127.0.0.1', port }
  const broker = readBroker(given.broker ?? environment['FITFLOW_CLOUD_BROKER'])
  if (typeof broker === 'string') return { kind: 'wrong', problem: broker }
  if (!given.workers) return { kind: 'serve', broker, ...address, ...common }
  if (broker) return { kind: 'work', broker, ...address, ...common }
  const problem = 'Workers need a broker: --broker URL, or FITFLOW_CLOUD_BROKER in the environment.'
  return { kind: 'wrong', problem }
}

/** A broker, null when none was asked for, or what is wrong with its address. */
function readBroker(url: string | undefined): Broker | null | string {
  // An empty variable is how a compose file says that there is none.
  if (url === undefined || url === '') return null
  try {
    // A desk's own broker may be the same server: its subscribers must not be ours.
    return { namespace: 'fitflow-cloud', ...brokerFromUrl(url) }
  } catch (error) {
    return messageOf(error)
  }
}
