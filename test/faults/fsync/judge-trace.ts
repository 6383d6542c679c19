/** What a trace of writes and syncs says. */
export interface Judgement {
  readonly commits: number
  readonly syncs: number
  /** Commands that were answered while something they wrote was not on the disk. */
  readonly unsynced: number
  readonly problems: readonly string[]
}

/**
 * Holds a trace against what survives a power cut:
 *
 * - when a command is answered (a sync of `answered` marks it), all that was written to the
 *   write-ahead log before is synced;
 * - nothing is copied from the write-ahead log into the database before the log itself is synced;
 * - the write-ahead log is not begun anew (a write at its offset 0) before the copy is synced.
 */
export function judgeTrace(lines: readonly string[]): Judgement {
  let [commits, syncs, unsynced, outrun] = [0, 0, 0, 0]
  let [logDirty, fileDirty, synced] = [false, false, true]
  for (const line of lines) {
    const [what, offset, path = ''] = line.split(' ')
    const file = path.endsWith('-wal') ? 'log' : path.endsWith('studio.db') ? 'file' : 'other'
    if (path.endsWith('answered') && what === 'sync') {
      commits += 1
      if (!synced || logDirty) unsynced += 1
      synced = false
    } else if (what === 'sync') {
      syncs += file === 'other' ? 0 : 1
      if (file === 'log') [logDirty, synced] = [false, true]
      if (file === 'file') fileDirty = false
    } else if (what === 'write' && file === 'log') {
      if (Number(offset) === 0 && fileDirty) outrun += 1
      logDirty = true
    } else if (what === 'write' && file === 'file') {
      if (logDirty) outrun += 1
      fileDirty = true
    }
  }
  const problems = []
  if (unsynced > 0) problems.push(`${unsynced} commands were answered before they were on the disk`)
  if (outrun > 0) problems.push(`${outrun} times a checkpoint ran ahead of what was on the disk`)
  return { commits, syncs, unsynced, problems }
}
