const WIDTH = 30
const LINE_EVERY_SHARE = 0.1
const LINE_EVERY_MS = 10_000

/** A running display of how far something is. */
export interface Progress {
  /** `share` runs from 0 to 1; `detail` is what stands behind the bar, such as `12 of 196 MB`. */
  update(share: number, detail: string): void
  /** Ends the display with a last line. */
  done(detail: string): void
}

/**
 * Shows progress under a label: one live line on a terminal; elsewhere (a log) a line per 10 % or per 10 seconds.
 *
 * @example
 * const progress = showProgress('Downloading')
 * progress.update(0.5, '98 of 196 MB')
 * progress.done('196 MB')
 */
export function showProgress(label: string): Progress {
  const out = process.stdout
  const live = out.isTTY
  let lastShare = 0
  let lastAt = Date.now()
  return {
    update(share, detail) {
      const now = Date.now()
      if (live) {
        if (now - lastAt < 100) return
        lastAt = now
        const filled = Math.round(WIDTH * share)
        const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled)
        out.write(`\r\u001B[2K${label} ${bar} ${percent(share)} ${detail}`)
        return
      }
      if (share - lastShare < LINE_EVERY_SHARE && now - lastAt < LINE_EVERY_MS) return
      lastShare = share
      lastAt = now
      out.write(`${label}: ${percent(share)} ${detail}\n`)
    },
    done(detail) {
      out.write(`${live ? '\r\u001B[2K' : ''}${label}: done, ${detail}\n`)
    },
  }
}

/**
 * Shows progress of work that tells nothing about how far it is, by the clock: the bar approaches its end
 * but reaches it only with `act`.
 */
export async function showProgressByClock<T>(
  label: string,
  usualSeconds: number,
  act: () => Promise<T>,
): Promise<T> {
  const progress = showProgress(label)
  const startedAt = Date.now()
  const seconds = (): number => Math.round((Date.now() - startedAt) / 1_000)
  const timer = setInterval(() => {
    progress.update(
      Math.min(0.97, seconds() / usualSeconds),
      `${seconds()} s, usually about ${usualSeconds} s`,
    )
  }, 500)
  try {
    const result = await act()
    progress.done(`${seconds()} s`)
    return result
  } finally {
    clearInterval(timer)
  }
}

function percent(share: number): string {
  return `${Math.floor(share * 100)} %`
}
