import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { closeToOthers } from '../../main/platform/keep-private.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import { openToOthers } from '../support/open-to-others.ts'

const modeOf = (path: string) => statSync(path).mode & 0o777

describe.skipIf(process.platform === 'win32')('what an older FitFlow left open to others', () => {
  it('is closed, file by file', () => {
    const folder = makeTempFolder()
    const files = [
      'studio.db',
      'studio.db-wal',
      'studio.db.before-0009_packages',
      'studio.db-wal.set-aside-2026-03-02',
      'sync-tokens.json',
      'logs/fitflow.log',
      'calendars/ana.ics',
      'archive/events-1-9.jsonl.gz',
    ]
    for (const name of ['logs', 'calendars', 'archive', 'window']) {
      mkdirSync(join(folder, name))
      chmodSync(join(folder, name), 0o755)
    }
    for (const name of files) {
      writeFileSync(join(folder, name), 'names')
      chmodSync(join(folder, name), 0o644)
    }
    chmodSync(folder, 0o755)
    expect(openToOthers(folder)).toHaveLength(files.length + 5)
    closeToOthers(folder)
    expect(openToOthers(folder)).toEqual([])
    expect(modeOf(join(folder, 'studio.db'))).toBe(0o600)
    expect(modeOf(join(folder, 'logs'))).toBe(0o700)
  })

  it('is left alone where it is not FitFlow’s, and what can only be read stays so', () => {
    const folder = makeTempFolder()
    const other = join(makeTempFolder(), 'studio.db')
    for (const path of [other, join(folder, 'tool.sh')]) {
      writeFileSync(path, '')
      chmodSync(path, 0o755)
    }
    symlinkSync(other, join(folder, 'studio.db'))
    writeFileSync(join(folder, 'studio.db-opened'), '')
    chmodSync(join(folder, 'studio.db-opened'), 0o444)
    closeToOthers(folder)
    expect(modeOf(join(folder, 'tool.sh'))).toBe(0o755)
    expect(modeOf(other)).toBe(0o755)
    expect(modeOf(join(folder, 'studio.db-opened'))).toBe(0o400)
    expect(() => closeToOthers(join(folder, 'nowhere'))).not.toThrow()
  })
})
