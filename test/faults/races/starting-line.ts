import { closeSync, openSync, readSync, writeSync } from 'node:fs'

/** Bytes of a lane: the round its desk is ready for, and the moment it got there. */
const laneBytes = 16
/** How long after the later one is there both go: longer than it takes to wake and look. */
const leadNanoseconds = 300_000n
const napMs = 0.1
const longestWaitNanoseconds = 120_000_000_000n

/**
 * Where two processes wait for each other, so that both begin at the same moment. It is a file that
 * both read and write: its pages are memory that they share. The clock is the machine's, the same
 * in both.
 */
export class StartingLine {
  readonly #file: number
  readonly #lane: number
  readonly #word = new BigInt64Array(1)
  readonly #nap = new Int32Array(new SharedArrayBuffer(4))

  /** @param lane 0 or 1: another one for each process. */
  constructor(file: string, lane: number) {
    this.#file = openSync(file, 'r+')
    this.#lane = lane
  }

  /** Makes the file. Before any process comes to it. */
  static draw(file: string): void {
    const handle = openSync(file, 'w')
    writeSync(handle, new Uint8Array(laneBytes * 2))
    closeSync(handle)
  }

  /**
   * Blocks until the other one waits for the same crossing, and then for the moment that both
   * work out from when they came. Throws when the other one does not come for two minutes.
   *
   * @param crossing counts from 1 over the whole life of the line.
   */
  cross(crossing: number): void {
    const here = process.hrtime.bigint()
    const other = 1 - this.#lane
    // The moment first: who reads the crossing finds it there.
    this.#write(this.#lane, 8, here)
    this.#write(this.#lane, 0, BigInt(crossing))
    while (this.#read(other, 0) < BigInt(crossing)) {
      if (process.hrtime.bigint() - here > longestWaitNanoseconds) {
        throw new Error(`The other desk did not come to race ${crossing}.`)
      }
      Atomics.wait(this.#nap, 0, 0, napMs)
    }
    const there = this.#read(other, 8)
    const start = (here > there ? here : there) + leadNanoseconds
    while (process.hrtime.bigint() < start);
  }

  close(): void {
    closeSync(this.#file)
  }

  #write(lane: number, offset: number, value: bigint): void {
    this.#word[0] = value
    writeSync(this.#file, this.#word, 0, 8, lane * laneBytes + offset)
  }

  #read(lane: number, offset: number): bigint {
    readSync(this.#file, this.#word, 0, 8, lane * laneBytes + offset)
    return this.#word[0] ?? 0n
  }
}
