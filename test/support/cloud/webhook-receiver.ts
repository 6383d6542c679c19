import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A message as the studio's own systems got it. */
export interface ReceivedWebhook {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A studio's own systems: they take messages, or answer what a test says. */
export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = []
  /** What they answer; null: they take it and never answer. */
  answer: number | null = 204
  /** How long they take for it. */
  afterMs = 0
  readonly url: string

  private constructor(url: string) {
    this.url = url
  }

  static async open(): Promise<WebhookReceiver> {
    const server = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8')
      request.on('data', (chunk: string) => (body += chunk))
      request.on('end', () => {
        receiver.received.push({ headers: request.headers, body })
        if (receiver.answer === null) return
        // Where a redirect would lead, if it were followed.
        const headers = { location: `${receiver.url}?followed` }
        const answer = () => response.writeHead(receiver.answer ?? 204, headers).end()
        setTimeout(answer, receiver.afterMs)
      })
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const { port } = server.address() as AddressInfo
    const receiver = new WebhookReceiver(`http://127.0.0.1:${port}/fitflow`)
    return receiver
  }

  /** The ids of the events that came, each as often as it came. */
  get eventIds(): string[] {
    return this.received.map(({ body }) => (JSON.parse(body) as { id: string }).id)
  }
}

/** The signature that Standard Webhooks 1.0 asks for, worked out by its text and not by our code. */
export function standardSignature(secret: string, { headers, body }: ReceivedWebhook): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const signed = [headers['webhook-id'], headers['webhook-timestamp'], body].join('.')
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
}
