import type { BackupProblem } from '../backups.ts'

/** Words of the backups in the settings. */
export const backups = {
  title: 'Backup',
  makeTitle: 'Back up the studio',
  makeHint:
    'Everything in one file: clients, bookings, money and the log. The desk goes on meanwhile.',
  make: 'Back up now',
  choosing: 'Choose where the backup goes…',
  copying: 'Copying the studio',
  copied: (p: { done: string; total: string }): string => `${p.done} of ${p.total}`,
  checking: 'Checking the copy',
  checkingDetail: 'It is opened and read through before it counts.',
  cancel: 'Cancel',
  cancelled: 'The backup was cancelled.',
  saved: 'The backup is made and checked',
  savedBody: 'It was read through: every page, every reference, and every event of its log.',
  last: 'Last backup',
  never: 'No backup has been made yet.',
  when: 'Made',
  madeBy: (p: { when: string; who: string }): string => `${p.when}, by ${p.who}`,
  where: 'File',
  size: 'Size',
  moved: 'It does not lie there any more, or its disk is not connected.',
  show: 'Show in its folder',
  failed: 'No backup was made',
  problems: {
    disk_full: 'There is not enough space there. Choose another disk, or make room.',
    not_writable:
      'FitFlow may not write there, or the folder does not exist. Choose another folder.',
    own_file: 'This is the studio’s own file. Choose another name or folder.',
    held: 'Another program holds the file there: a virus scanner, a cloud drive, or whatever has it open. Close that, or choose another name.',
    disk_failed: 'The disk failed while it was written. Choose another disk.',
    not_equal: 'The copy was not equal to the studio, so it was thrown away. Try another disk.',
    damaged:
      'The studio’s file itself is damaged, so a copy of it would be no backup. Keep the ones you have, and go back to the newest.',
    other: 'Something went wrong. Try again, or choose another folder.',
  } satisfies Record<BackupProblem, string>,
  nothingLeft: 'Nothing was left behind; what was there before is unchanged.',
  halfLeft: (part: string): string =>
    `Half of it still lies there, because another program holds it: ${part}. FitFlow takes it away when it is started again.`,
  answered: (detail: string): string => `The computer said: ${detail}`,
  keepTitle: 'Keep it safe',
  keepBody:
    'A backup holds everybody’s data, also of clients who are erased later. Keep it on another disk, where only you can read it.',
  archives: (folder: string): string =>
    `Archived events are not in it. Copy this folder as well: ${folder}`,
  restore:
    'To go back to one: close FitFlow, move the studio’s file and those beside it that end in -wal and -shm away, put the backup in its place, and start FitFlow again.',
  studioFile: 'Studio’s file',
  automaticTitle: 'Made by FitFlow itself',
  automaticHint: 'Before a new version changed the studio’s file.',
  automaticNone: 'None: no new version has changed this studio’s file yet.',
  /** `4.2 MB` */
  bytes: (bytes: number): string =>
    bytes < 1_000_000
      ? `${Math.max(1, Math.round(bytes / 1_000))} kB`
      : bytes < 1_000_000_000
        ? `${(bytes / 1_000_000).toFixed(1)} MB`
        : `${(bytes / 1_000_000_000).toFixed(1)} GB`,
  /** What the save dialog suggests. */
  fileName: (date: string): string => `fitflow-${date}.db`,
} as const
