import type { PlaceQuestionKind } from '../place.ts'

/** Words of the question whether the studio was moved, copied or put back. */
export const place = {
  titles: {
    moved_or_copied: 'Was this studio moved here, or is it a copy?',
    copy: 'This is a copy of your studio',
    another_computer: 'Moved to this computer, or a copy?',
    put_back: 'This is an older copy of your studio',
    missing: 'Your studio is not here any more',
  } satisfies Record<PlaceQuestionKind, string>,
  leads: {
    moved_or_copied: (at: string): string =>
      `FitFlow last had it open on ${at}, in another place or as another file.`,
    copy: (at: string): string =>
      `FitFlow last had the studio open on ${at}, and that one is still where it was.`,
    another_computer: (at: string): string =>
      `FitFlow last had it open on ${at}, on another computer whose disk was copied.`,
    put_back: (at: string): string =>
      `FitFlow last had it open on ${at}. What was entered shortly before that is not in this file: a backup was put back.`,
    missing: (at: string): string =>
      `FitFlow last had it open on ${at}. Its file, studio.db, is missing or empty.`,
  } satisfies Record<PlaceQuestionKind, (at: string) => string>,
  wasIn: 'It was in',
  isIn: 'It is in',
  movedTitle: 'It was moved here',
  movedBody:
    'Choose this if the other one is gone and nobody works with it. All goes on as before.',
  copyTitle: 'It is a copy',
  copyBody:
    'Choose this if the other one may still be used. This one gets a receipt code of its own, sends no e-mail and is not connected to the cloud, until a manager sets them up.',
  putBackTitle: 'Go on with this file',
  putBackBody:
    'Receipts get a new code, because the next numbers may already be on paper. What is missing has to be entered again.',
  goBack: 'To go back',
  goBackHow:
    'Close FitFlow. Put studio.db back into this folder, or a backup under that name, and start FitFlow again. If the folder was renamed or moved, give it its name back, or start FitFlow with --data-dir FOLDER. Look also in the trash, on the disks where you keep backups, and in the quarantine of a virus scanner.',
  beginTitle: 'Begin a new studio here',
  beginBody:
    'Only if the old one is not needed any more: the new one has no clients, no bookings and no money in it.',
  beginSure: 'Begin a new studio?',
  beginSureBody: (folder: string): string =>
    `FitFlow will not ask about the studio that was in ${folder} again. If its file turns up later, keep it: it can still be opened from another folder.`,
  beginKeep: 'Not yet',
  beginConfirm: 'Begin anew',
  missingNote: 'Nothing has been made in this folder yet.',
  orClose: 'Not what you expected? Close FitFlow. Nothing has been entered or sent yet.',
} as const
