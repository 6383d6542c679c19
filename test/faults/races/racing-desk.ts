import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { InputOf, OutputOf } from '../../../shared/contract.ts'
import type { CommandName, Contracts } from '../../../shared/contracts.ts'
import type { RaceAnswer } from './race-process.ts'

/** A desk in another process, on a file that others have open too. */
export class RacingDesk {
  readonly #child: ChildProcess
  #waiting: ((answer: RaceAnswer) => void) | null = null
  #failed: ((error: Error) => void) | null = null
  readonly #ready: Promise<RaceAnswer>

  constructor(file: string) {
    this.#child = fork(join(import.meta.dirname, 'race-process.ts'), [file], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.#child.on('message', (answer: RaceAnswer) => this.#waiting?.(answer))
    this.#child.on('exit', (code) =>
      this.#failed?.(new Error(`A racing desk ended with ${String(code)}.`)),
    )
    this.#ready = this.#answer()
  }

  /** Resolves when its manager has signed in. */
  async ready(): Promise<void> {
    await this.#ready
  }

  /** Sends a command; several desks that are sent one in the same turn race for it. */
  async run<N extends CommandName>(
    name: N,
    input: InputOf<Contracts[N]>,
  ): Promise<RaceAnswer & { readonly value?: OutputOf<Contracts[N]> }> {
    const answer = this.#answer()
    this.#child.send({ name, input })
    return (await answer) as RaceAnswer & { readonly value?: OutputOf<Contracts[N]> }
  }

  async end(): Promise<void> {
    this.#failed = null
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.disconnect()
    await ended
  }

  #answer(): Promise<RaceAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting = resolve
      this.#failed = reject
    })
  }
}
