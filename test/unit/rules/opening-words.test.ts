import { describe, expect, it } from 'vitest'
import { MigrationError } from '../../../main/db/migrate.ts'
import { explainOpening } from '../../../main/opening/refuse-opening.ts'

const file = '/home/mara/FitFlow/studio.db'
const goBack = 'The newest good backup is /media/stick/backup.db.'
const failure = (code: string) => Object.assign(new Error(`raw text of ${code}`), { code })

describe('a failure to open', () => {
  it.each<[string, RegExp]>([
    ['EACCES', /may not write in \/home\/mara\/FitFlow\./],
    ['EPERM', /may not write in/],
    ['EROFS', /may not write in/],
    ['SQLITE_CANTOPEN', /may not write in/],
    ['SQLITE_READONLY_DIRECTORY', /can only be read/],
    ['ENOENT', /cannot be made/],
    ['ENOTDIR', /is a file, not a folder/],
    ['EEXIST', /is a file, not a folder/],
    ['EISDIR', /not a file that can hold a studio/],
    ['ENAMETOOLONG', /too long/],
    ['ENOSPC', /is full/],
    ['SQLITE_FULL', /is full/],
    ['SQLITE_IOERR_SHMOPEN', /is full/],
    ['SQLITE_IOERR_SHMSIZE', /is full/],
    ['SQLITE_IOERR_READ', /reported an error/],
    ['ESTALE', /reported an error/],
    ['ENOTCONN', /reported an error/],
    ['ETIMEDOUT', /reported an error/],
    ['UNKNOWN', /reported an error/],
    ['SQLITE_BUSY', /Another program is using/],
    ['SQLITE_NOTADB', /is not a studio/],
    ['SQLITE_CORRUPT_VTAB', /is damaged/],
  ])('%s has words of its own, a next step, and nothing raw before them', (code, message) => {
    const said = explainOpening(failure(code), file, goBack)
    expect(said.message).toMatch(message)
    expect(said.message).not.toMatch(/^raw/)
    expect(said.nextStep).not.toBe('')
  })

  it.each(['SQLITE_NOTADB', 'SQLITE_CORRUPT'])('%s names the way back', (code) => {
    expect(explainOpening(failure(code), file, goBack).nextStep).toContain(goBack)
  })

  it('of a migration keeps its own sentence', () => {
    const said = explainOpening(new MigrationError('Migration 0007 failed.'), file, goBack)
    expect(said.message).toBe('Migration 0007 failed.')
    expect(said.nextStep).toContain(goBack)
  })
})
