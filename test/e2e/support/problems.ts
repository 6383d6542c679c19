import { existsSync, readFileSync } from 'node:fs'
import type { ElectronApplication } from '@playwright/test'
import { dataPaths } from '../../../main/platform/command-line.ts'

/**
 * Everything that went wrong in a window without anybody seeing it: console errors and warnings,
 * uncaught errors, refusals of the content security policy, errors in the application's log.
 */
export class Problems {
  readonly #found: string[] = []
  readonly #expected: RegExp[] = []
  readonly #dataDir: string

  constructor(dataDir: string) {
    this.#dataDir = dataDir
  }

  watch(electron: ElectronApplication): void {
    electron.context().on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        this.#found.push(`console ${message.type()}: ${message.text()}`)
      }
    })
    electron.context().on('weberror', (event) => {
      this.#found.push(`uncaught in the page: ${event.error().message}`)
    })
    electron.process().stderr?.on('data', (chunk: Buffer) => {
      const text = chunk.toString()
      if (/uncaught|unhandled/i.test(text)) this.#found.push(`main process: ${text.trim()}`)
    })
  }

  /** What a test is about to provoke. It must happen, and is not held against the test. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern)
  }

  /** What nobody expected, and what was expected and did not happen. */
  list(): string[] {
    const { log } = dataPaths(this.#dataDir)
    const logged = existsSync(log) ? readFileSync(log, 'utf8').split('\n') : []
    const happened = [...this.#found, ...logged.filter((line) => line.includes('[error]'))]
    return [
      ...happened.filter((problem) => !this.#expected.some((pattern) => pattern.test(problem))),
      ...this.#expected
        .filter((pattern) => !happened.some((problem) => pattern.test(problem)))
        .map((pattern) => `did not happen: ${pattern.source}`),
    ]
  }
}
