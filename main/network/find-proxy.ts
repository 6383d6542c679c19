/**
 * Finds the HTTP proxy that leads to an address of the web, as `http://host:port`; null when there is none.
 * It never rejects.
 */
export type FindProxy = (url: string) => Promise<string | null>

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The proxy that `HTTPS_PROXY` names, unless `NO_PROXY` names the address: as `example.com`, which stands for
 * all below it as well, `.example.com`, `*.example.com`, each with or without a port, or `*`.
 *
 * @example proxyFromEnvironment('https://x.example.com', { HTTPS_PROXY: 'http://proxy:3128' }) // 'http://proxy:3128'
 */
export function proxyFromEnvironment(url: string, env: Environment): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, hostname, port } = new URL(url)
  if (protocol !== 'https:' || isLoopback(hostname)) return null
  const named = env['HTTPS_PROXY'] || env['https_proxy']
  if (!named) return null
  const excepted = (env['NO_PROXY'] ?? env['no_proxy'] ?? '').split(/[\s,]+/).some((rule) => {
    const [, name = '', rulePort] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(rule.toLowerCase()) ?? []
    if (rule === '*') return true
    if (name === '' || (rulePort && rulePort !== (port || '443'))) return false
    return hostname === name || hostname.endsWith(`.${name}`)
  })
  if (excepted) return null
  return named.includes('://') ? named : `http://${named}`
}

/**
 * The first proxy of an answer in the words of proxy configurations that speaks HTTP; null for a direct line.
 *
 * @example readProxyAnswer('PROXY proxy.example:3128; DIRECT') // 'http://proxy.example:3128'
 */
export function readProxyAnswer(answer: string): string | null {
  for (const entry of answer.split(';')) {
    const [, kind, place] = /^\s*(\w+)(?:\s+(\S+))?/.exec(entry) ?? []
    if (kind === 'DIRECT') return null
    if (kind === 'PROXY' && place) return `http://${place}`
    if (kind === 'HTTPS' && place) return `https://${place}`
  }
  return null
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}
