import { z } from 'zod'
import { command, query } from './contract.ts'
import type { LocalDateTime } from './time.ts'
import { topics } from './topics.ts'

/**
 * Why there is no backup: the disk is full; the folder takes no files or is not there; the place is
 * the studio's own file; another program holds the file there; the disk failed; the copy was not equal; the studio itself is damaged; or something else, see `detail`.
 */
export type BackupProblem =
  | 'disk_full'
  | 'not_writable'
  | 'own_file'
  | 'held'
  | 'disk_failed'
  | 'not_equal'
  | 'damaged'
  | 'other'

/** The backup that is being made, or the last one of this run. */
export interface BackupJob {
  readonly state:
    | 'choosing'
    | 'copying'
    | 'checking'
    | 'saved'
    | 'dismissed'
    | 'cancelled'
    | 'failed'
  readonly file: string | null
  /** Bytes copied, and how many there are. */
  readonly done: number
  readonly total: number
  readonly problem: BackupProblem | null
  /** What the computer itself said. */
  readonly detail: string | null
  /** Half of it could not be taken away yet: it is at the next start. */
  readonly isLeft: boolean
}

/** A copy of the studio that lies somewhere. */
export interface BackupFile {
  readonly file: string
  readonly bytes: number
  readonly madeAt: LocalDateTime
}

export interface Backups {
  readonly job: BackupJob | null
  /** The last one that somebody made, also before this run; `isThere`: it still lies where it was put. */
  readonly last: (BackupFile & { readonly madeBy: string; readonly isThere: boolean }) | null
  /** What FitFlow itself copied before it brought the studio's file up to date, newest first. */
  readonly automatic: readonly BackupFile[]
  /** The studio's file. */
  readonly studio: { readonly file: string; readonly bytes: number }
  /** Where archived events lie, which are no part of the copy; null when there are none. */
  readonly archives: string | null
}

const manager = ['manager'] as const

export const backupsContract = {
  'backups.state': query<Backups>()({
    access: manager,
    input: z.object({}),
    topics: () => [topics.backups],
  }),
  /** Asks for a place and copies the studio there; `backups.state` says how it goes. */
  'backups.make': command<null>()({ access: manager, input: z.object({}), remembered: false }),
  'backups.cancel': command<null>()({ access: manager, input: z.object({}), remembered: false }),
  /** Opens the computer's file manager on the last one. */
  'backups.show': command<null>()({ access: manager, input: z.object({}), remembered: false }),
}
