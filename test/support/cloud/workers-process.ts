import { resolve } from 'node:path'
import { startChild, type Child } from '../../faults/support/child.ts'

const program = resolve(import.meta.dirname, '../../../cloud/index.ts')

/** `npm run cloud -- --workers` as a process of its own. */
export class WorkersProcess {
  readonly url: string
  readonly #child: Child

  private constructor(child: Child, url: string) {
    this.#child = child
    this.url = url
  }

  /** @param options where its storage and its broker are, as on the command line */
  static async start(options: readonly string[]): Promise<WorkersProcess> {
    const child = startChild(program, ['--workers', '--port', '0', ...options])
    const line = await child.line('FitFlow workers on ')
    const url = /http:\S+\d/.exec(line ?? '')?.[0]
    if (url === undefined) throw new Error((await child.ended).errors)
    return new WorkersProcess(child, url)
  }

  /** What each worker is doing in this process. */
  async states(): Promise<Record<string, string>> {
    const answer = await fetch(`${this.url}/healthz`)
    return ((await answer.json()) as { workers: Record<string, string> }).workers
  }

  async metrics(): Promise<string> {
    return (await fetch(`${this.url}/metrics`)).text()
  }

  /** `kill -9`. Resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill()
    await this.#child.ended
  }

  /** Tells it to stop, and resolves with how it ended. */
  async stop(): Promise<Awaited<Child['ended']>> {
    process.kill(this.#child.pid, 'SIGTERM')
    return this.#child.ended
  }
}
