/**
 * A process that shares a worker with others: `sharing-process.ts DATABASE WORKER`. Says `ready`, works
 * until it is told to stop, and says how many events it did and the processor time that took.
 */
import type { Delivered, Transport } from '../../brokers/transport.ts'
import { openPostgresServer } from '../../cloud/storage/postgres-server.ts'
import { allWorkers } from '../../cloud/workers/all-workers.ts'
import { runWorker } from '../../cloud/workers/run-worker.ts'
import { say } from '../../tools/machine/say.ts'

/** Everything stands in the books already: a broker that never brings anything. */
const silent: Transport = {
  place: 'nowhere',
  subscribe: async () => {},
  unsubscribe: async () => {},
  send: async () => {},
  receive: (_subscriber, signal) => ({
    [Symbol.asyncIterator]: (): AsyncIterator<Delivered> => ({
      next: () =>
        new Promise((resolve) => {
          const end = () => resolve({ done: true, value: undefined })
          if (signal.aborted) end()
          else signal.addEventListener('abort', end, { once: true })
        }),
    }),
  }),
  close: async () => {},
}

const [url = '', name = ''] = process.argv.slice(2)
const server = await openPostgresServer(url)
const worker = allWorkers(server).find((one) => one.name === name)
if (!worker) throw new Error(`There is no worker ${name}.`)
const stopping = new AbortController()
process.once('SIGTERM', () => stopping.abort())
let done = 0
const before = process.cpuUsage()
const running = runWorker(
  worker,
  {
    server,
    transport: silent,
    onOutcome: (_worker, outcome) => {
      if (outcome === 'handled') done += 1
    },
    onForeignLog: () => {},
    onState: () => {},
    onTrouble: (_worker, error) => void process.stderr.write(`${String(error)}\n`),
  },
  stopping.signal,
)
say('ready')
await running
const { user, system } = process.cpuUsage(before)
say(`done ${done} ${((user + system) / 1e6).toFixed(2)}`)
await server.close()
