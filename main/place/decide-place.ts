import type { PlaceQuestionKind } from '../../shared/place.ts'

/** What tells one file from another on a disk, also after a restart of the computer. */
export interface FileIdentity {
  readonly inode: string
  /** When the file was made, in nanoseconds: an inode of a deleted file is given out again. */
  readonly born: string
}

/** What this computer knows about the studio's file, from when it last had it open. */
export interface PlaceMark {
  readonly path: string
  readonly file: FileIdentity
}

/**
 * What lies now where the mark says the studio is: the file that was just opened (also under two
 * names), the file that was marked, some other file, or none.
 */
export type AtMarkedPath = 'opened_file' | 'marked_file' | 'other_file' | 'nothing'

/**
 * Whether a studio's file may go on as what it was, or a person has to say first what it is: null,
 * or the question. Nothing is asked on a computer that has no mark of it.
 *
 * @param here.holdsHead the file's log has the last event that this computer saw of it
 * @param here.isElsewhere the mark was made by another computer: its whole disk was copied
 */
export function decidePlace(
  mark: PlaceMark | null,
  here: {
    readonly file: FileIdentity
    readonly holdsHead: boolean
    readonly isElsewhere: boolean
  },
  there: AtMarkedPath,
): PlaceQuestionKind | null {
  if (mark === null) return null
  // Both are on this computer, and only one of them can go on under its receipt numbers.
  if (there === 'marked_file') return 'copy'
  if (!here.holdsHead) return 'put_back'
  if (here.isElsewhere) return 'another_computer'
  const isMarked = here.file.inode === mark.file.inode && here.file.born === mark.file.born
  // The same file under another name was moved: no copy has its identity.
  const isAlone = there === 'opened_file' || there === 'nothing'
  return isMarked && isAlone ? null : 'moved_or_copied'
}
