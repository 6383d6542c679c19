import { describe, expect, it } from 'vitest'
import { decidePlace, type AtMarkedPath } from '../../../main/place/decide-place.ts'

const marked = { inode: '81', born: '1000' }
/** The inode of a file that was deleted, given out again. */
const reborn = { inode: '81', born: '2000' }
const another = { inode: '95', born: '2000' }
const mark = { path: '/home/dana/FitFlow/studio.db', file: marked }

describe('a studio’s file on a computer that knows it', () => {
  it.each([
    // what lies at the marked path, the file that was opened, holds what was seen last → question
    ['opened_file', marked, true, null, 'same place, same file'],
    ['opened_file', marked, false, 'put_back', 'its bytes were overwritten by a backup’s'],
    ['opened_file', another, true, 'moved_or_copied', 'same place, a file of the same content'],
    ['opened_file', reborn, true, 'moved_or_copied', 'the same, on the deleted one’s inode'],
    ['opened_file', another, false, 'put_back', 'same place, a backup'],
    ['nothing', marked, true, null, 'renamed: no copy keeps the identity'],
    ['nothing', marked, false, 'put_back', 'renamed and overwritten'],
    ['nothing', another, true, 'moved_or_copied', 'elsewhere, and the known one is gone'],
    ['nothing', reborn, true, 'moved_or_copied', 'the same, on the deleted one’s inode'],
    ['nothing', another, false, 'put_back', 'a backup elsewhere, and the known one is gone'],
    ['other_file', marked, true, 'moved_or_copied', 'renamed, and another put in its place'],
    ['other_file', another, true, 'moved_or_copied', 'elsewhere, and another where it was'],
    ['other_file', another, false, 'put_back', 'a backup elsewhere, and another where it was'],
    ['marked_file', another, true, 'copy', 'the known one is still there'],
    ['marked_file', another, false, 'copy', 'the known one is still there, and newer'],
    ['marked_file', marked, true, 'copy', 'a whole disk that was copied, identities and all'],
  ] as const)('%s, %o, holds the head: %s → %s (%s)', (there, file, holdsHead, question, _rule) => {
    expect(decidePlace(mark, { file, holdsHead, isElsewhere: false }, there)).toBe(question)
  })

  it.each(['opened_file', 'marked_file', 'other_file', 'nothing'] satisfies AtMarkedPath[])(
    'without a mark is adopted without a question (%s)',
    (there) => {
      const here = { file: another, holdsHead: false, isElsewhere: false }
      expect(decidePlace(null, here, there)).toBeNull()
    },
  )

  it.each([
    ['opened_file', marked, true, 'another_computer', 'a disk that was copied whole'],
    ['nothing', marked, true, 'another_computer', 'and renamed there'],
    ['other_file', another, true, 'another_computer', 'and another put in its place'],
    ['opened_file', marked, false, 'put_back', 'with a backup in it: receipts get a new code'],
    ['marked_file', marked, true, 'copy', 'both disks in one computer'],
  ] as const)('on another computer, %s, %o, holds the head: %s → %s (%s)', (...row) => {
    const [there, file, holdsHead, question] = row
    expect(decidePlace(mark, { file, holdsHead, isElsewhere: true }, there)).toBe(question)
  })
})
