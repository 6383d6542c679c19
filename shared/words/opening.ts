/** Why a studio could not be opened, and what to do about it. Each says what is there and what is not. */
export const opening = {
  title: 'FitFlow could not open this studio',
  /** The title of the dialog while FitFlow itself ends. */
  stopped: 'FitFlow had to stop',
  /** The title of the dialog where FitFlow does not even begin. */
  notStarted: 'FitFlow did not start',
  refusedSwitch: (name: string): string =>
    `FitFlow does not start with --${name}: it would open it to other programs.`,
  restart: 'Start FitFlow again. What was confirmed is in the studio’s file.',
  goodBackup: (p: { file: string; madeAt: string }): string =>
    `The newest good backup is ${p.file}, of ${p.madeAt}.`,
  noBackup: 'No backup was found on this computer: look on the disks where you keep them.',
  goBack:
    'To go back to a backup, move the studio’s file and those beside it that end in -wal and -shm into another folder and keep them, put the backup there under the name studio.db, and start FitFlow again.',
  problems: {
    not_writable: (p: { folder: string }) => ({
      message: `FitFlow may not write in ${p.folder}.`,
      nextStep:
        'Open the folder’s properties and allow your user to write there, or start FitFlow with another folder: --data-dir FOLDER.',
    }),
    no_place: (p: { folder: string }) => ({
      message: `${p.folder} cannot be made: its disk is not there, or can only be read.`,
      nextStep: 'Connect the disk, or start FitFlow with another folder: --data-dir FOLDER.',
    }),
    file_read_only: (p: { file: string }) => ({
      message: `${p.file} can only be read, not written.`,
      nextStep: 'Take “read-only” away in the file’s properties, or ask whoever owns it.',
    }),
    not_a_folder: (p: { folder: string }) => ({
      message: `${p.folder} is a file, not a folder.`,
      nextStep:
        'Move that file elsewhere, or start FitFlow with another folder: --data-dir FOLDER.',
    }),
    not_a_file: (p: { file: string }) => ({
      message: `${p.file} is not a file that can hold a studio.`,
      nextStep: 'Move it elsewhere, put the studio’s file there, and start FitFlow again.',
    }),
    is_link: (p: { file: string; target: string }) => ({
      message: `${p.file} is only a link, to ${p.target}. Opened by two ways, a studio’s file can be damaged.`,
      nextStep:
        'Put the file itself in its place, or start FitFlow with the folder where it lies: --data-dir FOLDER.',
    }),
    path_too_long: (p: { folder: string }) => ({
      message: `The folder’s path is too long for this computer: ${p.folder}`,
      nextStep: 'Move the folder to a shorter path and start FitFlow with --data-dir FOLDER.',
    }),
    disk_full: (p: { folder: string }) => ({
      message: `The disk with ${p.folder} is full.`,
      nextStep: 'Make room on it, some hundred megabytes at best, and start FitFlow again.',
    }),
    disk_failed: (p: { file: string }) => ({
      message: `The disk reported an error while ${p.file} was read.`,
      nextStep:
        'Check that the disk is connected. If it fails again, copy the folder to another disk and start FitFlow there: --data-dir FOLDER.',
    }),
    in_use: (p: { file: string }) => ({
      message: `Another program is using ${p.file}.`,
      nextStep: 'Close it, for example a database browser or a backup program, and start again.',
    }),
    held: (p: { file: string }) => ({
      message: `Another program holds ${p.file} or a file beside it, and has not let go of it for ten seconds.`,
      nextStep:
        'It may be a virus scanner, a cloud drive, a backup or a database browser. Close it or wait until it is done, and start FitFlow again.',
    }),
    not_a_studio: (p: { file: string }) => ({
      message: `${p.file} is not a studio: it is no database, or its first bytes are damaged.`,
      nextStep: '',
    }),
    damaged: (p: { file: string; detail: string }) => ({
      message: `${p.file} is damaged. FitFlow did not open it, so that nothing more is lost. Found: ${p.detail}`,
      nextStep: '',
    }),
    studio_missing: (p: { file: string; found: readonly string[] }) => ({
      message: `${p.file} is missing, but a studio has been here: ${p.found.join(', ')}.`,
      nextStep:
        'FitFlow did not begin a new studio over it. Put studio.db back beside them; look in the trash, and in the quarantine of a virus scanner.',
    }),
    studio_empty: (p: { file: string; found: readonly string[] }) => ({
      message: `${p.file} is empty, but a studio has been here: ${p.found.join(', ')}.`,
      nextStep:
        'FitFlow did not begin a new studio over it. Put the studio’s file back, or a backup of it.',
    }),
    /** Where FitFlow already has a sentence of its own, such as about a failed migration. */
    other: (p: { reason: string }) => ({
      message: p.reason,
      nextStep:
        'Start FitFlow again. If that does not help, keep the folder as it is and ask for help with this text.',
    }),
  },
  setAside: (file: string) => ({
    message: `A write-ahead log lay beside the studio’s file that belongs to another file. It was not applied, and kept as ${file}.`,
    nextStep:
      'If you just went back to a backup, all is well. If bookings are missing, close FitFlow and ask for help before you delete anything.',
  }),
  archiveMissing: (detail: string) => ({
    message: `Archived events cannot be read: ${detail}.`,
    nextStep:
      'Bookings and money are not in them. Bring the folder “archive” along from where the studio was, or from a backup of it.',
  }),
  syncedFolder: (p: { name: string; folder: string }) => ({
    message:
      p.name === 'network'
        ? `The studio’s folder is on a network drive: ${p.folder}`
        : `${p.name} keeps the studio’s folder in step with other computers: ${p.folder}`,
    nextStep:
      'It can copy the file half-written, or put an older one in its place. Close FitFlow, move the folder to a disk of this computer, and make backups there instead.',
  }),
  erasureTraces: (
    why: { readonly neededBytes: number } | { readonly held: readonly string[] },
  ): { message: string; nextStep: string } =>
    'held' in why
      ? {
          message: `A client was erased. Older copies of the studio still have them, and cannot be deleted because another program holds them: ${why.held.join(', ')}.`,
          nextStep:
            'Close whatever has them open. FitFlow tries again by itself and after each start.',
        }
      : {
          message:
            'A client was erased. Traces in free pages of the file are not yet overwritten, because the disk is too full.',
          nextStep: `Make ${Math.ceil(why.neededBytes / 1_000_000)} MB of room on it. FitFlow tries again every few minutes and after each start.`,
        },
  leftovers: (files: readonly string[]) => ({
    message: `Half a backup or export may still lie where FitFlow could not take it away: ${files.join(', ')}.`,
    nextStep:
      'Connect that disk and start FitFlow again, or delete the file by hand: it holds names.',
  }),
  /** While the clients are made ready for search; in tens, so that it is not read out all the time. */
  preparing: (percent: number) => ({
    message: `The list of clients is being made ready for search: ${percent} % done.`,
    nextStep:
      'You can work meanwhile. Until it is done, some clients are found only by exactly what is written, and some not yet; a search that is open completes itself.',
    isPassing: true,
  }),
  /** To begin anew on purpose, where something of a studio is left. */
  beginAnew:
    'To begin a new studio instead, move all of these into another folder, or start FitFlow with an empty one: --data-dir FOLDER.',
} as const
