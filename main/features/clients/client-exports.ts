import { writeFile } from 'node:fs/promises'
import type { ExportState } from '../../../shared/clients.ts'
import { topics } from '../../../shared/topics.ts'
import type { UnitOfWork } from '../../db/unit-of-work.ts'

/** Asks the person at the window where a file is to be put. Null: they changed their mind. */
export type ChooseFile = (suggestedName: string) => Promise<string | null>

/** Writes exports where the person wants them. What was exported stays nowhere else. */
export class ClientExports {
  readonly #work: UnitOfWork
  readonly #chooseFile: ChooseFile
  #state: ExportState | null = null

  constructor(work: UnitOfWork, chooseFile: ChooseFile) {
    this.#work = work
    this.#chooseFile = chooseFile
  }

  /** How the last one went; null before the first. */
  get state(): ExportState | null {
    return this.#state
  }

  /** Asks for a place and writes; never throws, what went wrong is in `state`. */
  async save(clientId: string, suggestedName: string, text: string): Promise<void> {
    this.#set({ clientId, state: 'choosing', file: null, problem: null })
    try {
      const file = await this.#chooseFile(suggestedName)
      if (file !== null) await writeFile(file, text)
      const state = file === null ? 'dismissed' : 'saved'
      this.#set({ clientId, state, file, problem: null })
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      this.#set({ clientId, state: 'failed', file: null, problem })
    }
  }

  #set(state: ExportState): void {
    this.#state = state
    this.#work.announce(topics.clientExport)
  }
}
