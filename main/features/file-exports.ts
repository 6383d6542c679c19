import type { ExportState } from '../../shared/export-state.ts'
import type { Topic } from '../../shared/topics.ts'
import { messageOf } from '../../shared/thrown.ts'
import type { UnitOfWork } from '../db/unit-of-work.ts'
import { writeChosenFile } from '../db/write-chosen-file.ts'

/** Asks the person at the window where a file is to be put. Null: they changed their mind. */
export type ChooseFile = (suggestedName: string) => Promise<string | null>

/** Writes exports where the person wants them. What was exported stays nowhere else. */
export class FileExports {
  readonly #work: UnitOfWork
  readonly #chooseFile: ChooseFile
  readonly #topic: Topic
  #state: ExportState | null = null
  #count = 0

  /** @param topic of the query that answers {@link state}. */
  constructor(work: UnitOfWork, chooseFile: ChooseFile, topic: Topic) {
    this.#work = work
    this.#chooseFile = chooseFile
    this.#topic = topic
  }

  /** How the last one went; null before the first. */
  get state(): ExportState | null {
    return this.#state
  }

  /**
   * Asks for a place and writes; never throws, what went wrong is in `state`.
   *
   * @param of what is exported: the window tells by it whether the state is about its own
   * @param onSaved notes that it was exported, once it was
   */
  async save(of: string, suggestedName: string, text: string, onSaved: () => void): Promise<void> {
    this.#count += 1
    const it = { number: this.#count, of }
    this.#set({ ...it, state: 'choosing', file: null, problem: null })
    try {
      const file = await this.#chooseFile(suggestedName)
      if (file !== null) {
        await writeChosenFile(this.#work, file, (handle) => handle.writeFile(text))
        onSaved()
      }
      const state = file === null ? 'dismissed' : 'saved'
      this.#set({ ...it, state, file, problem: null })
    } catch (error) {
      const problem = messageOf(error)
      this.#set({ ...it, state: 'failed', file: null, problem })
    }
  }

  #set(state: ExportState): void {
    this.#state = state
    this.#work.announce(this.#topic)
  }
}
