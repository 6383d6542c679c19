import { join } from 'node:path'
import { bundleProcesses } from '../machine/bundle-processes.ts'
import type { FaultPart } from '../support/part.ts'
import type * as Bundled from './break-files.ts'

const programs = [
  'break-files.ts',
  'backup-process.ts',
  'full-disk-process.ts',
  'swapped-desk-process.ts',
  '../kills/desk-process.ts',
  '../../../main/cli/seed.ts',
  '../../../main/backup-worker.ts',
  '../../../main/log-worker.ts',
  '../../../main/sync-worker.ts',
].map((file) => join(import.meta.dirname, file))

/** The studio's file is damaged, swapped, moved, deleted, squeezed, and left behind half-made. */
export const filesPart: FaultPart = {
  name: 'files',
  promise: 'whatever happens to the files: told in words, nothing promised that is lost',
  async run({ randomSeed, fileRuns }, tell) {
    const folder = await bundleProcesses(programs)
    const bundled: unknown = await import(join(folder, 'break-files.js'))
    const { breakFiles } = bundled as typeof Bundled
    return breakFiles({ firstSeed: randomSeed, runs: fileRuns }, tell)
  },
}
