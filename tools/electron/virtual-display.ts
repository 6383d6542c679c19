import { text } from 'node:stream/consumers'
import { Readable } from 'node:stream'

import { onLeaving } from '../machine/leave-nothing-behind.ts'
import { startChild } from '../machine/run-command.ts'
import { NextStepError, say } from '../machine/say.ts'

const STARTS_WITHIN_MS = 15_000

/** True on a Linux without a screen: a server, a container, a CI machine. */
export function needsOwnDisplay(): boolean {
  return process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']
}

/** The display that programs started with `env` appear on. */
interface Display {
  /** True when we started it: nobody sees it. */
  own: boolean
  env: Record<string, string>
  close(): Promise<void>
}

/**
 * Starts a virtual display of 1920×1080 when this machine has none. It never outlives this process.
 *
 * @throws NextStepError when Xvfb does not start.
 */
export async function openDisplay(): Promise<Display> {
  if (!needsOwnDisplay()) return { own: false, env: {}, close: async () => {} }
  const args = ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp', '-noreset']
  const child = startChild('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  // Not tied to us like other children: on Ctrl+C it must stay until the programs on it have closed.
  onLeaving(() => child.kill('SIGTERM'))
  const failed = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new Error('it did not answer')), STARTS_WITHIN_MS).unref()
    child.once('error', reject)
    child.once('exit', (code) => {
      clearTimeout(timer)
      const stderr = child.stderr
      void (stderr === null ? Promise.resolve('') : text(stderr)).then((why) => {
        reject(new Error(`it ended with ${code}. ${why.trim()}`))
      })
    })
  })
  failed.catch(() => {})
  let display: string
  try {
    display = await Promise.race([displayNumber(child.stdio[3]), failed])
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new NextStepError(
      `The virtual display (Xvfb) did not start: ${why}\nStart it by hand ("Xvfb :99 -screen 0 1920x1080x24"), set DISPLAY=:99 and start again.`,
    )
  }
  // Xvfb must not wait for a reader.
  child.stderr?.resume()
  say(`No display here: started a virtual one (Xvfb :${display}).`)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    own: true,
    env: { DISPLAY: `:${display}` },
    close() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

async function displayNumber(pipe: unknown): Promise<string> {
  if (!(pipe instanceof Readable)) throw new Error('it has no pipe to answer on')
  let answer = ''
  for await (const chunk of pipe) {
    answer += String(chunk)
    if (answer.includes('\n')) return answer.trim()
  }
  throw new Error('it ended before it answered')
}
