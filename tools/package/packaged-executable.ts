import { join } from 'node:path'

import { projectFolder } from '../build/project-folder.ts'

/** Where `npm run package` (or with `--for-tests`) puts the executable on this platform. */
export function packagedExecutable(forTests: boolean): string {
  const dist = join(projectFolder, 'dist', ...(forTests ? ['for-tests'] : []))
  const arch = process.arch === 'x64' ? '' : `-${process.arch}`
  if (process.platform === 'darwin')
    return join(dist, `mac${arch}`, 'FitFlow.app', 'Contents', 'MacOS', 'FitFlow')
  if (process.platform === 'win32') return join(dist, `win${arch}-unpacked`, 'FitFlow.exe')
  return join(dist, `linux${arch}-unpacked`, 'fitflow')
}
