import { dirname } from 'node:path'
import { opening } from '../../shared/words/opening.ts'
import { messageOf } from '../../shared/thrown.ts'
import { MigrationError } from '../db/migrate.ts'
import { isDamage } from '../events/prove-studio.ts'

/** A studio that is not opened, in words for whoever sits there. Nothing was changed. */
export class OpeningRefused extends Error {
  override readonly name = 'OpeningRefused'
  readonly nextStep: string

  constructor(words: { readonly message: string; readonly nextStep: string }, cause?: unknown) {
    super(words.message, { cause })
    this.nextStep = words.nextStep
  }
}

const { problems } = opening

/**
 * Says in words why a folder or a file could not be used, from what the system or SQLite threw.
 *
 * @param goBack how to go back to a backup, for what only that helps against
 * @example
 * explainOpening(error, '/home/mara/FitFlow/studio.db', '') // The disk with /home/mara/FitFlow is full.
 */
export function explainOpening(error: unknown, file: string, goBack: string): OpeningRefused {
  if (error instanceof OpeningRefused) return error
  const folder = dirname(file)
  const reason = messageOf(error)
  if (error instanceof MigrationError) return withBackup(problems.other({ reason }), goBack, error)
  const { code = '' } = (error ?? {}) as { readonly code?: string }
  const says = (words: { message: string; nextStep: string }) => new OpeningRefused(words, error)

  if (code.startsWith('SQLITE_NOTADB')) {
    return withBackup(problems.not_a_studio({ file }), goBack, error)
  }
  if (isDamage(error)) return withBackup(problems.damaged({ file, detail: reason }), goBack, error)
  if (isAnyOf(code, 'SQLITE_FULL', ...noIndex, 'ENOSPC', 'EDQUOT')) {
    return says(problems.disk_full({ folder }))
  }
  if (isAnyOf(code, 'SQLITE_BUSY', 'SQLITE_LOCKED', 'EBUSY')) return says(problems.in_use({ file }))
  if (isAnyOf(code, 'SQLITE_READONLY')) return says(problems.file_read_only({ file }))
  if (isAnyOf(code, 'EACCES', 'EPERM', 'EROFS', 'SQLITE_CANTOPEN', 'SQLITE_PERM')) {
    return says(problems.not_writable({ folder }))
  }
  if (isAnyOf(code, 'ENOTDIR', 'EEXIST')) return says(problems.not_a_folder({ folder }))
  // What Node says of making folders on a disk that can only be read.
  if (isAnyOf(code, 'ENOENT')) return says(problems.no_place({ folder }))
  if (isAnyOf(code, 'EISDIR')) return says(problems.not_a_file({ file }))
  if (isAnyOf(code, 'ENAMETOOLONG')) return says(problems.path_too_long({ folder }))
  if (isAnyOf(code, 'SQLITE_IOERR', 'EIO', 'ENXIO', ...away)) {
    return says(problems.disk_failed({ file }))
  }
  return says(problems.other({ reason }))
}

/**
 * Even to read, SQLite makes a small file beside the studio’s. Whether it may has been tried before.
 */
const noIndex = ['SQLITE_IOERR_SHMOPEN', 'SQLITE_IOERR_SHMSIZE']

/** A share that went away; `UNKNOWN` is what Node says of a file that is in the cloud only. */
const away = ['ENODEV', 'ESTALE', 'ENOTCONN', 'EHOSTDOWN', 'EHOSTUNREACH', 'ETIMEDOUT', 'UNKNOWN']

/** What only a backup helps against says which one, and how. */
export function withBackup(
  { message, nextStep }: { readonly message: string; readonly nextStep: string },
  goBack: string,
  cause?: unknown,
): OpeningRefused {
  return new OpeningRefused(
    { message, nextStep: [nextStep, goBack].filter(Boolean).join(' ') },
    cause,
  )
}

/** SQLite’s codes say more behind the family’s name: SQLITE_IOERR_WRITE. */
function isAnyOf(code: string, ...families: readonly string[]): boolean {
  return families.some((family) => code === family || code.startsWith(`${family}_`))
}
