import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { onTestFinished } from 'vitest'
import { readMail, type ReceivedMail } from './read-mail.ts'

/** A mail that the server answered with 250. */
export interface TakenMail extends ReceivedMail {
  readonly to: string
  readonly messageId: string
}

/** What the server says to a command: nothing for yes, or a reply such as `550 No such user`. */
type Say = (about: { readonly address: string; readonly taken: number }) => string | undefined

/**
 * A real SMTP server on a free port of this computer. What it answers can be changed while it runs.
 *
 * @example
 * const mail = await MailServer.start()
 * mail.toRecipient = () => '450 Greylisted'
 */
export class MailServer {
  readonly taken: TakenMail[] = []
  /** What came over the line, word for word: the addresses of `taken` are read back from punycode. */
  readonly commands: string[] = []
  /** How many connections were opened. */
  connections = 0
  toSender: Say = () => undefined
  toRecipient: Say = () => undefined
  /** Runs when a whole message is here and before it is answered. */
  beforeAnswer: () => void | Promise<void> = () => {}
  #server: SMTPServer | null = null
  #options: SMTPServerOptions
  #port = 0

  private constructor(options: SMTPServerOptions) {
    this.#options = options
  }

  static async start(options: SMTPServerOptions = {}): Promise<MailServer> {
    const mail = new MailServer(options)
    await mail.up()
    onTestFinished(() => mail.down())
    return mail
  }

  get port(): number {
    return this.#port
  }

  /** Listens, again on the same port when it did before. */
  async up(): Promise<void> {
    const say = (_: unknown, who: string, line: unknown) => {
      if (who === 'C:') this.commands.push(String(line))
    }
    const quiet = () => {}
    const server = new SMTPServer({
      authOptional: true,
      logger: { debug: say, info: quiet, warn: quiet, error: quiet, trace: quiet, fatal: quiet },
      disabledCommands: this.#options.key ? [] : ['STARTTLS'],
      // Closing waits for nobody.
      closeTimeout: 10,
      ...this.#options,
      onConnect: (_, answer) => {
        this.connections += 1
        answer()
      },
      onMailFrom: ({ address }, _, answer) =>
        answer(toError(this.toSender({ address, taken: this.taken.length }))),
      onRcptTo: ({ address }, _, answer) =>
        answer(toError(this.toRecipient({ address, taken: this.taken.length }))),
      onData: (stream, session, answer) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          const mail = readMail(Buffer.concat(chunks).toString('utf8'))
          const to = session.envelope.rcptTo[0]!.address
          this.taken.push({ ...mail, to, messageId: mail.headers['message-id']! })
          void Promise.resolve(this.beforeAnswer()).then(() => answer())
        })
      },
    })
    // A client that is killed resets its connection.
    server.on('error', () => {})
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (server.server.address() as AddressInfo).port
    this.#server = server
  }

  async down(): Promise<void> {
    const server = this.#server
    this.#server = null
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()))
  }
}

function toError(reply: string | undefined): Error | null {
  if (reply === undefined) return null
  return Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) })
}
