import { join, resolve } from 'node:path'
import { startChild, type Child } from '../../faults/support/child.ts'
import { CloudClient } from './cloud-client.ts'

/** What `npm run cloud` runs. */
export const cloudProgram = resolve(import.meta.dirname, '../../../cloud/index.ts')

/** The endpoint as a process of its own, as `npm run cloud` starts it. */
export class CloudProcess extends CloudClient {
  readonly #child: Child

  private constructor(child: Child, url: string, adminToken: string) {
    super(url, adminToken)
    this.#child = child
  }

  /** @param options where its storage is, as on the command line; a path alone is its data folder */
  static async start(
    options: string | readonly string[],
    adminToken: string,
  ): Promise<CloudProcess> {
    // Starting a process takes longest of all that these tests do: no more of them than needed.
    const where = typeof options === 'string' ? ['--data-dir', options] : options
    const child = startChild(cloudProgram, [...where, '--port', '0'])
    const line = await child.line('FitFlow cloud endpoint on ')
    const url = /http:\S+\d/.exec(line ?? '')?.[0]
    if (url === undefined) throw new Error((await child.ended).errors)
    return new CloudProcess(child, url, adminToken)
  }

  get pid(): number {
    return this.#child.pid
  }

  /** Resolves when it has ended. */
  get ended(): Child['ended'] {
    return this.#child.ended
  }

  /** `kill -9`. Resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill()
    await this.#child.ended
  }
}

/** Makes a pairing code beside whatever runs, as a person does at the terminal. */
export async function pairAtTheTerminal(dataDir: string, tenant: string): Promise<string> {
  const { output } = await startChild(cloudProgram, ['--data-dir', dataDir, '--pair', tenant]).ended
  const code = /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(output)?.[0]
  if (code === undefined) throw new Error(`There is no code in: ${output}`)
  return code
}

/** The endpoint's file in a data folder. */
export function cloudFile(dataDir: string): string {
  return join(dataDir, 'cloud.db')
}
