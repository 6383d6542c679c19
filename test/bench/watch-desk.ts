import { percentile } from './bench-row.ts'

/** What the main thread and the desk went through while something ran. */
export interface Watched {
  /** How late a 1 ms timer was, in ms. */
  readonly worstStall: number
  readonly stallP99: number
  /** The most computing the main thread did between two ticks, in ms, to about 4: no busy machine adds to it. */
  readonly worstTurn: number
  /** From the moment a booking was due to its answer, in ms. */
  readonly worstBooking: number
  readonly bookingP99: number
  /** Memory of the process, with its workers: the most, less what it was before. Bytes. */
  readonly memoryGrowth: number
}

const bookingEveryMs = 25
const memoryEveryMs = 50

/** Runs work while the desk books every 25 ms and a 1 ms timer watches the main thread. */
export async function watchDesk(book: () => void, work: () => Promise<void>): Promise<Watched> {
  const delays: number[] = []
  const bookings: number[] = []
  const turns: number[] = []
  const before = process.memoryUsage.rss()
  let most = before
  let last = performance.now()
  let computed = threadCpuMs()
  const ticks = setInterval(() => {
    const now = performance.now()
    delays.push(Math.max(0, now - last - 1))
    last = now
    const cpu = threadCpuMs()
    turns.push(cpu - computed)
    computed = cpu
  }, 1)
  let due = last + bookingEveryMs
  const desk = setInterval(() => {
    while (due <= performance.now()) {
      book()
      bookings.push(performance.now() - due)
      due += bookingEveryMs
    }
  }, 1)
  const memory = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, memoryEveryMs)
  try {
    await work()
  } finally {
    clearInterval(ticks)
    clearInterval(desk)
    clearInterval(memory)
  }
  return {
    worstStall: Math.max(...delays),
    stallP99: percentile(delays, 0.99),
    worstTurn: Math.max(...turns),
    worstBooking: Math.max(...bookings),
    bookingP99: percentile(bookings, 0.99),
    memoryGrowth: most - before,
  }
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** Waits. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
