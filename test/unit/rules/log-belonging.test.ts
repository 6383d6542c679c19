import { describe, expect, it } from 'vitest'
import { judgeLog, type LogFacts } from '../../../main/db/settle-log.ts'

/** A FitFlow was killed; file and log lie where they were. */
const killed: LogFacts = {
  header: { isWal: true, mark: 7 },
  opening: { marks: [7], file: '100', log: '200' },
  file: '100',
  log: '200',
  isFileNewer: false,
  marksInLog: [7],
}

describe('whose a write-ahead log is', () => {
  it.each<[string, Partial<LogFacts>, ReturnType<typeof judgeLog>]>([
    ['nothing was touched', {}, 'own'],
    ['killed while it was opened', { opening: { marks: [5, 7], file: '100', log: '200' } }, 'own'],
    [
      'killed while it was opened, before the mark was in the file',
      {
        header: { isWal: true, mark: 5 },
        opening: { marks: [5, 7], file: '100', log: '200' },
        marksInLog: [7],
      },
      'own',
    ],
    ['the log holds no first page', { marksInLog: [] }, 'own'],
    [
      'a checkpoint was the last thing, or a content of the same opening',
      { isFileNewer: true },
      'unsure',
    ],
    [
      'a backup by FitFlow was put in its place',
      { header: { isWal: false, mark: 7 }, file: '101' },
      'foreign',
    ],
    ['a backup was written over it in place', { header: { isWal: false, mark: 7 } }, 'foreign'],
    ['a copy of it was moved into its place', { file: '101' }, 'foreign'],
    [
      'a copy of last week was moved into its place',
      { file: '101', header: { isWal: true, mark: 3 } },
      'foreign',
    ],
    [
      'a copy of last week was written over it in place',
      { header: { isWal: true, mark: 3 } },
      'foreign',
    ],
    ['both were copied here together with the note', { file: '101', log: '201' }, 'unsure'],
    [
      'both were copied here without the note',
      { file: '101', log: '201', opening: null },
      'unsure',
    ],
    [
      'both were copied here from a FitFlow that was killed while opening',
      {
        header: { isWal: true, mark: 5 },
        opening: { marks: [5, 7], file: '100', log: '200' },
        file: '101',
        log: '201',
        marksInLog: [7],
      },
      'unsure',
    ],
    ['the log of another opening was put beside it', { log: '201', marksInLog: [9] }, 'foreign'],
    ['a log of nobody knows whom was put beside it', { log: '201', marksInLog: [] }, 'unsure'],
    [
      'an older FitFlow was killed, which noted nothing',
      { opening: null, header: { isWal: true, mark: 0 }, marksInLog: [0] },
      'unsure',
    ],
    [
      'a log of this FitFlow beside a file of an older one',
      { opening: null, header: { isWal: true, mark: 0 } },
      'foreign',
    ],
  ])('%s: %s', (_, change, belonging) => {
    expect(judgeLog({ ...killed, ...change })).toBe(belonging)
  })
})
