import type { BackupProblem } from '../../../shared/backups.ts'

const problems: Readonly<Record<string, BackupProblem>> = {
  SQLITE_FULL: 'disk_full',
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
  SQLITE_CANTOPEN: 'not_writable',
  SQLITE_READONLY: 'not_writable',
  SQLITE_PERM: 'not_writable',
  EACCES: 'not_writable',
  EPERM: 'not_writable',
  EROFS: 'not_writable',
  ENOENT: 'not_writable',
  ENOTDIR: 'not_writable',
  EISDIR: 'not_writable',
  SQLITE_IOERR: 'disk_failed',
  EIO: 'disk_failed',
}

/**
 * What a manager can do something about, from the code SQLite or the system gave.
 *
 * @example
 * nameProblem('SQLITE_IOERR_WRITE') // 'disk_failed'
 */
export function nameProblem(code: string | null): BackupProblem {
  if (code === null) return 'other'
  // SQLite's codes say more behind the second underscore.
  const family = code.startsWith('SQLITE_') ? code.split('_').slice(0, 2).join('_') : code
  return problems[family] ?? 'other'
}
