import { brokerFromUrl, openTransport } from '../../../brokers/index.ts'

// A receiver of its own, that is killed: acknowledges so many, takes so many more, and waits.
const [url = '', namespace = '', acknowledged = '0', taken = '0'] = process.argv.slice(2)
const transport = await openTransport({ ...brokerFromUrl(url), namespace })
const everything = { name: 'everything', pattern: '*' }
let count = 0
for await (const { ack } of transport.receive(everything, new AbortController().signal)) {
  count += 1
  if (count <= Number(acknowledged)) await ack()
  // Acknowledgements are told together, after a moment.
  if (count === Number(taken)) setTimeout(() => process.stdout.write('taken\n'), 200)
}
