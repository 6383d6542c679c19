import { expect, it } from 'vitest'
import { nameProblem } from '../../../main/features/backups/name-problem.ts'

it.each([
  { code: 'SQLITE_FULL', problem: 'disk_full' },
  { code: 'ENOSPC', problem: 'disk_full' },
  { code: 'SQLITE_CANTOPEN', problem: 'not_writable' },
  { code: 'SQLITE_CANTOPEN_ISDIR', problem: 'not_writable' },
  { code: 'SQLITE_READONLY_DIRECTORY', problem: 'not_writable' },
  { code: 'EROFS', problem: 'not_writable' },
  { code: 'SQLITE_IOERR_WRITE', problem: 'disk_failed' },
  { code: 'SQLITE_CORRUPT', problem: 'other' },
  { code: null, problem: 'other' },
])('a backup that ends with $code: $problem', ({ code, problem }) => {
  expect(nameProblem(code)).toBe(problem)
})
