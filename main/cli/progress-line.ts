const barWidth = 24

/** A running display of how far something is. */
export interface ProgressLine {
  /** `share` runs from 0 to 1; `detail` stands behind the bar, such as `12,000 appointments`. */
  update(share: number, detail: string): void
  done(detail: string): void
}

/** Shows progress: one live line on a terminal, elsewhere a line about every tenth of the way. */
export function showProgress(label: string, out: NodeJS.WriteStream): ProgressLine {
  let shownAt = 0
  // The first line comes at once: somebody is waiting to see that it has begun.
  let shownShare = -1
  const clear = out.isTTY ? '\r\u001B[2K' : ''
  return {
    update(share, detail) {
      const percent = `${Math.floor(share * 100)} %`
      if (out.isTTY) {
        if (Date.now() - shownAt < 100) return
        shownAt = Date.now()
        const filled = Math.round(barWidth * share)
        const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled)
        out.write(`${clear}${label} ${bar} ${percent} ${detail}`)
      } else if (share - shownShare >= 0.1) {
        shownShare = share
        out.write(`${label}: ${percent}, ${detail}\n`)
      }
    },
    done: (detail) => void out.write(`${clear}${label}: ${detail}\n`),
  }
}
