import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import { holdFile } from './hold-file.ts'

/** Every way in which Windows lets a program share a file. */
const shares = ['-', 'r', 'w', 'd', 'rw', 'rd', 'wd', 'rwd']

let file: string

beforeEach(() => {
  file = join(makeTempFolder(), 'file')
  writeFileSync(file, 'as it was')
})

/** `done`, or `held` in whatever words Windows says so, or another error. */
function answerTo(act: () => unknown): string {
  try {
    act()
    return 'done'
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    return ['EBUSY', 'EPERM', 'EACCES'].includes(code) ? 'held' : String(error)
  }
}

describe('a file that another program holds', () => {
  it.each(shares)('can be what its holder allows and no more: %s', async (share) => {
    const release = await holdFile(file, { access: 'r', share }, 20)
    const answers = {
      r: answerTo(() => readFileSync(file)),
      w: answerTo(() => writeFileSync(file, 'written')),
      d: answerTo(() => renameSync(file, `${file}.moved`)),
    }
    const allowed = (letter: string) => (share.includes(letter) ? 'done' : 'held')
    expect(answers).toEqual({ r: allowed('r'), w: allowed('w'), d: allowed('d') })
    await release()
    const is = share.includes('d') ? `${file}.moved` : file
    expect(readFileSync(is, 'utf8')).toBe(share.includes('w') ? 'written' : 'as it was')
    rmSync(is)
  })

  it('is free after the time that its holder was given', async () => {
    await holdFile(file, { access: 'r', share: 'r' }, 0.5)
    expect(answerTo(() => rmSync(file))).toBe('held')
    await expect.poll(() => answerTo(() => rmSync(file)), { timeout: 5_000 }).toBe('done')
  })
})
