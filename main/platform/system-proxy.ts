import { app } from 'electron'
import { proxyFromEnvironment, readProxyAnswer, type FindProxy } from '../network/find-proxy.ts'

/** A network that looks for its own proxy (WPAD) may keep one waiting for an answer. */
const longestMs = 10_000

/**
 * The proxy of the system's settings, or of a script that they name; else what the environment says. The
 * window's own session has no way out, so it is the application that is asked.
 */
export const systemProxy: FindProxy = async (url) => {
  const late = new Promise<string>((resolve) => setTimeout(resolve, longestMs, 'DIRECT').unref())
  const answer = await Promise.race([app.resolveProxy(url).catch(() => 'DIRECT'), late])
  return readProxyAnswer(answer) ?? proxyFromEnvironment(url, process.env)
}
