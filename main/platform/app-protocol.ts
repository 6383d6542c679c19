import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { protocol } from 'electron'

/** Where the renderer lives. Never `file://`: a file page may read other files. */
export const appOrigin = 'app://fitflow'

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

/** Must be called before Electron is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/**
 * Serves the renderer's files under `app://fitflow`, and nothing outside their folder. Each load of
 * the page gets a fresh nonce in its policy and its markup, for the one <style> that react-aria adds.
 */
export function serveApp(folder: string): void {
  protocol.handle('app', async (request) => {
    const url = new URL(request.url)
    if (url.host !== 'fitflow') return notFound()
    try {
      // Routes of the single page have no extension.
      const path = extname(url.pathname) ? decodeURIComponent(url.pathname) : '/index.html'
      const file = normalize(join(folder, path))
      if (!file.startsWith(folder + sep)) return notFound()
      const body = await readFile(file)
      const type = contentTypes[extname(file)] ?? 'application/octet-stream'
      return extname(file) === '.html' ? page(body.toString('utf8'), type) : asset(body, type)
    } catch {
      return notFound()
    }
  })
}

/** The page's policy: everything it does not need is off. */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function page(html: string, type: string): Response {
  const nonce = randomBytes(16).toString('base64')
  return new Response(html.replace('__CSP_NONCE__', nonce), {
    headers: {
      'content-type': type,
      'content-security-policy': contentSecurityPolicy(nonce),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  })
}

function asset(body: Uint8Array<ArrayBuffer>, type: string): Response {
  return new Response(body, {
    headers: { 'content-type': type, 'x-content-type-options': 'nosniff' },
  })
}

function notFound(): Response {
  return new Response(null, { status: 404 })
}
