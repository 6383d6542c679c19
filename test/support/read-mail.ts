/** A mail as its reader's program would show it. */
export interface ReceivedMail {
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  readonly html: string
  readonly calendar: string
}

interface Part {
  readonly headers: Record<string, string>
  readonly body: string
}

/** Takes a mail apart as it came over the wire. Knows what nodemailer writes, no more. */
export function readMail(raw: string): ReceivedMail {
  const { headers } = splitPart(raw)
  const parts = leaves(splitPart(raw))
  const bodyOf = (type: string) =>
    parts.find((part) => part.headers['content-type']?.startsWith(type))?.body ?? ''
  return {
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, decodeWords(value)]),
    ),
    text: bodyOf('text/plain').replaceAll('\r\n', '\n'),
    html: bodyOf('text/html'),
    calendar: bodyOf('text/calendar'),
  }
}

function splitPart(raw: string): Part {
  const end = raw.indexOf('\r\n\r\n')
  const lines = raw
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  return { headers, body: raw.slice(end + 4) }
}

function leaves(part: Part): Part[] {
  const boundary = /boundary="?([^";]+)"?/.exec(part.headers['content-type'] ?? '')?.[1]
  if (boundary === undefined) return [{ ...part, body: decodeBody(part) }]
  return part.body
    .split(`--${boundary}`)
    .slice(1, -1)
    .flatMap((inner) => leaves(splitPart(inner.replace(/^\r\n/, '').replace(/\r\n$/, ''))))
}

function decodeBody({ headers, body }: Part): string {
  const coding = headers['content-transfer-encoding']
  if (coding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  return coding === 'quoted-printable' ? decodeQuoted(body.replaceAll('=\r\n', '')) : body
}

function decodeWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi, (_, coding: string, word: string) =>
      coding.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString('utf8')
        : decodeQuoted(word.replaceAll('_', ' ')),
    )
}

function decodeQuoted(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
