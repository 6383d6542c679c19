/** An answer, as it came over the wire. */
export interface Answer<B = Record<string, unknown>> {
  readonly status: number
  readonly headers: Headers
  readonly body: B
}

/** Talks to an endpoint over HTTP, as whoever runs it and as anybody. */
export class CloudClient {
  readonly url: string
  readonly adminToken: string

  constructor(url: string, adminToken: string) {
    this.url = url
    this.adminToken = adminToken
  }

  /** Asks as whoever runs the endpoint. */
  async admin<B>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<Answer<B>> {
    const authorization = `Bearer ${this.adminToken}`
    const withBody = body !== undefined && {
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }
    const request = { method, headers: { authorization }, ...withBody }
    return readAnswer<B>(await fetch(`${this.url}/v1/admin/${path}`, request))
  }

  async pairingCode(tenant: string): Promise<string> {
    const { body } = await this.admin<{ code: string }>('POST', `tenants/${tenant}/pairing-codes`)
    return body.code
  }

  async pair(code: string, studioId: string, deviceId: string): Promise<Answer> {
    return this.post('/v1/pair', { code, studio_id: studioId, device_id: deviceId })
  }

  async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    return readAnswer(response)
  }
}

/** Reads an answer; one without a body reads as an empty object. */
export async function readAnswer<B = Record<string, unknown>>(
  response: Response,
): Promise<Answer<B>> {
  const text = await response.text()
  const { status, headers } = response
  return { status, headers, body: (text === '' ? {} : JSON.parse(text)) as B }
}
