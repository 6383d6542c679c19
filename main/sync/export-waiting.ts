import type { FileHandle } from 'node:fs/promises'
import type { SyncExport } from '../../shared/sync.ts'
import { topics } from '../../shared/topics.ts'
import { messageOf } from '../../shared/thrown.ts'
import { onItsOwn, type UnitOfWork } from '../db/unit-of-work.ts'
import { writeChosenFile } from '../db/write-chosen-file.ts'
import type { ChooseFile } from '../features/clients/index.ts'
import { readStudio } from '../features/studio/index.ts'
import { toCloudEvent } from '../events/cloud-event.ts'
import { readBehind, readCursor, readHead } from './sync-link.ts'

const rowsAtATime = 500

/** Saves the events that wait into a file: one CloudEvents batch, as the endpoint would get it. */
export class WaitingExport {
  readonly #work: UnitOfWork
  readonly #chooseFile: ChooseFile
  #state: SyncExport | null = null

  constructor(work: UnitOfWork, chooseFile: ChooseFile) {
    this.#work = work
    this.#chooseFile = chooseFile
  }

  /** How the last one went; null before the first. */
  get state(): SyncExport | null {
    return this.#state
  }

  /** Asks for a place and writes; never throws, what went wrong is in `state`. */
  async save(): Promise<void> {
    this.#set({ state: 'choosing', file: null, events: 0, problem: null })
    try {
      const head = readHead(this.#work.database)
      const file = await this.#chooseFile(`fitflow-events-${head.seq}.json`)
      if (file === null) {
        this.#set({ state: 'dismissed', file: null, events: 0, problem: null })
        return
      }
      const events = await this.#write(file)
      this.#set({ state: 'saved', file, events, problem: null })
    } catch (error) {
      const problem = messageOf(error)
      this.#set({ state: 'failed', file: null, events: 0, problem })
    }
  }

  /** Answers how many events the file holds. */
  async #write(file: string): Promise<number> {
    const from = readCursor(this.#work.database)
    const last = await writeChosenFile(this.#work, file, (handle) =>
      this.#writeEvents(handle, file, from),
    )
    this.#work.run(onItsOwn(), (tx) => {
      tx.database.prepare('UPDATE sync_link SET exported_through = ?').run(last)
      tx.touch(topics.sync)
    })
    return last - from
  }

  /** Answers the number of the last event. */
  async #writeEvents(handle: FileHandle, file: string, from: number): Promise<number> {
    const { database } = this.#work
    const { epoch } = readHead(database)
    const { device_id: deviceId } = readStudio(database)
    let last = from
    while (true) {
      const rows = readBehind(database, last, rowsAtATime)
      const newest = rows.at(-1)
      if (!newest) break
      const text = rows.map((row) => JSON.stringify(toCloudEvent(row, deviceId, epoch))).join(',\n')
      await handle.write(`${last === from ? '[' : ',\n'}${text}`)
      last = newest.seq
      this.#set({ state: 'saving', file, events: last - from, problem: null })
    }
    await handle.write(last === from ? '[]\n' : ']\n')
    return last
  }

  #set(state: SyncExport): void {
    this.#state = state
    this.#work.announce(topics.sync)
  }
}
