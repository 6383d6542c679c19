/** Says `sync 200` when an endpoint answered a pairing, and `mail sent` when a mail server took a message. */
import { MailLine, usualLimits } from '../../main/features/notifications/send-by-smtp.ts'
import { askToPair } from '../../main/sync/ask-endpoint.ts'

const [endpointUrl = '', mailPort = ''] = process.argv.slice(2)
const signal = AbortSignal.timeout(20_000)

const wish = { code: 'x', studio_id: 'x', device_id: 'x' }
const answer = await askToPair(endpointUrl, wish, { proxy: null, timeoutMs: 5_000, signal })
process.stdout.write(`sync ${answer?.status ?? 'unreachable'}\n`)

const line = new MailLine(
  { host: '127.0.0.1', port: Number(mailPort), security: 'tls', userName: null, password: null },
  usualLimits,
  null,
)
const from = { name: 'Desk', address: 'desk@harbour.example' }
const to = { name: 'Cleo', address: 'cleo@example.org' }
const mail = { messageId: '<1@harbour.example>', from, to, subject: 'Hello', text: '.', html: '.' }
process.stdout.write(`mail ${(await line.send(mail, signal)).kind}\n`)
line.close()
process.exit(0)
