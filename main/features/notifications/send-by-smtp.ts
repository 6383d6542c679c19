import {
  createTransport,
  type NodemailerError,
  type SendMailOptions,
  type Transporter,
} from 'nodemailer'
import type { FindProxy } from '../../network/find-proxy.ts'
import { trustSystem } from '../../network/trust-system.ts'
import type { MailSecurity } from '../../../shared/messages.ts'
import { words } from '../../../shared/words/index.ts'

/** The mail server and who the studio is to it. */
export interface MailServer {
  readonly host: string
  readonly port: number
  readonly security: MailSecurity
  readonly userName: string | null
  readonly password: string | null
}

/** A message as it goes out: addresses, words and attachments. */
export interface Mail {
  readonly messageId: string
  readonly from: { readonly name: string; readonly address: string }
  readonly to: { readonly name: string; readonly address: string }
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly calendar?: string
}

/**
 * What the server made of a message:
 * - `sent`: accepted with 250;
 * - `rejected`: refused for good (5xx to the recipient or the message); another try gets the same;
 * - `deferred`: not now (4xx), this message only;
 * - `unreachable`: there was no server to answer, or it does not accept the studio itself. That says
 *   nothing about the message.
 */
export interface SendOutcome {
  readonly kind: 'sent' | 'rejected' | 'deferred' | 'unreachable'
  /** The server's words, without anybody's address. */
  readonly answer: string
}

/** There is a password, sealed on another computer: the server need not be asked. */
export const unreadablePassword: SendOutcome = {
  kind: 'unreachable',
  answer: words.messages.passwordUnreadable,
}

/** A mail server on the other side of the world answers in seconds; one that hangs never does. */
export interface SendLimits {
  readonly connectMs: number
  readonly silenceMs: number
  readonly totalMs: number
}

export const usualLimits: SendLimits = { connectMs: 15_000, silenceMs: 30_000, totalMs: 90_000 }

/**
 * A connection to the mail server, opened with the first message and used for those that follow:
 * greeting, encryption and password take a server longer than a message.
 */
export class MailLine {
  readonly #server: MailServer
  readonly #limits: SendLimits
  #proxy: string | null
  #transport: Transporter

  /** @param proxy is asked to lead there first; many let nothing through but the web. */
  constructor(server: MailServer, limits: SendLimits, proxy: string | null) {
    this.#server = server
    this.#limits = limits
    this.#proxy = proxy
    trustSystem()
    this.#transport = this.#open()
  }

  #open(): Transporter {
    const server = this.#server
    const limits = this.#limits
    return createTransport({
      ...(this.#proxy !== null && { proxy: this.#proxy }),
      host: server.host,
      port: server.port,
      secure: server.security === 'tls',
      requireTLS: server.security === 'starttls',
      ignoreTLS: server.security === 'none',
      ...(server.userName !== null && {
        auth: { user: server.userName, pass: server.password ?? '' },
      }),
      connectionTimeout: limits.connectMs,
      greetingTimeout: limits.connectMs,
      dnsTimeout: limits.connectMs,
      socketTimeout: limits.silenceMs,
      pool: true,
      maxConnections: 1,
      // Whether a message is sent once more is decided by the outbox alone.
      maxRequeues: 0,
      // A text is a text: nothing in a message is ever fetched from a file or an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  }

  /**
   * Sends one message. Never throws.
   *
   * @param stop gives the message up at once; whether the server has it is not known then.
   */
  async send(mail: Mail, stop: AbortSignal): Promise<SendOutcome> {
    try {
      const { response } = await this.#transport.sendMail({
        ...toMailOptions(mail),
        signal: AbortSignal.any([stop, AbortSignal.timeout(this.#limits.totalMs)]),
      })
      return { kind: 'sent', answer: withoutAddresses(response ?? '') }
    } catch (error) {
      if (this.#proxy !== null && isBeforeTheServer(error as NodemailerError)) {
        this.close()
        this.#proxy = null
        this.#transport = this.#open()
        return this.send(mail, stop)
      }
      return judge(error as NodemailerError)
    }
  }

  close(): void {
    this.#transport.close()
  }
}

/** The proxy that leads to a mail server, as the system says it for addresses of the web. */
export function findProxyTo(server: MailServer, findProxy: FindProxy): Promise<string | null> {
  const host = server.host.includes(':') ? `[${server.host}]` : server.host
  return findProxy(`https://${host}:${server.port}`)
}

/** No server has said a word yet, so nothing was sent. */
function isBeforeTheServer({ code, command }: NodemailerError): boolean {
  return code === 'EPROXY' || command === 'CONN'
}

function toMailOptions(mail: Mail): SendMailOptions {
  const { messageId, from, to, subject, text, html, calendar } = mail
  return {
    messageId,
    // Nodemailer writes domains in punycode, in the envelope and in the headers.
    from,
    to,
    subject,
    text,
    html,
    // So that no out-of-office answers it.
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...(calendar !== undefined && {
      attachments: [
        {
          filename: 'session.ics',
          content: calendar,
          contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
        },
      ],
    }),
  }
}

function judge(error: NodemailerError): SendOutcome {
  const answer = withoutAddresses(error.response ?? error.message)
  const { responseCode, command } = error
  // 421: it is closing, which says nothing of the message; it may have it.
  const isAboutMessage =
    responseCode !== undefined &&
    responseCode !== 421 &&
    (command === 'RCPT TO' || command === 'DATA')
  if (isAboutMessage) return { kind: error.permanent ? 'rejected' : 'deferred', answer }
  // An address that cannot even be written down; no server was asked.
  const isUnwritable = error.code === 'EENVELOPE' && responseCode === undefined
  return { kind: isUnwritable ? 'rejected' : 'unreachable', answer }
}

/**
 * Servers like to repeat the address they refuse. It belongs to the client's row alone.
 *
 * @example
 * withoutAddresses('550 <cleo@example.org>: no such user') // '550 <…>: no such user'
 */
function withoutAddresses(text: string): string {
  return text
    .replaceAll(/[^\s<>"'(),:;]+@[^\s<>"'(),:;]+/g, '…')
    .trim()
    .slice(0, 300)
}
