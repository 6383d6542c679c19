import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { RaceAnswer } from './race-process.ts'
import type { RaceCall } from './race.ts'

/** A desk in another process, on a file that others have open too. */
export class RacingDesk {
  readonly #child: ChildProcess
  #waiting: ((answers: readonly RaceAnswer[]) => void) | null = null
  #failed: ((error: Error) => void) | null = null
  readonly #ready: Promise<unknown>

  /**
   * @param line the file of the starting line.
   * @param lane its place there, 0 or 1.
   */
  constructor(file: string, line: string, lane: number) {
    this.#child = fork(join(import.meta.dirname, 'race-process.ts'), [file, line, String(lane)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // The times are bigints, which JSON does not know.
      serialization: 'advanced',
    })
    this.#child.on('message', (answers: readonly RaceAnswer[]) => this.#waiting?.(answers))
    this.#child.on('exit', (code) =>
      this.#failed?.(new Error(`A racing desk ended with ${String(code)}.`)),
    )
    this.#ready = this.#answers()
  }

  /** Resolves when its manager has signed in. */
  async ready(): Promise<void> {
    await this.#ready
  }

  /** Sends commands, each of which waits until the other desk is at its own of the same place. */
  run(calls: readonly RaceCall[]): Promise<readonly RaceAnswer[]> {
    const answers = this.#answers()
    this.#child.send(calls)
    return answers
  }

  async end(): Promise<void> {
    this.#failed = null
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.disconnect()
    await ended
  }

  #answers(): Promise<readonly RaceAnswer[]> {
    return new Promise((resolve, reject) => {
      this.#waiting = resolve
      this.#failed = reject
    })
  }
}
