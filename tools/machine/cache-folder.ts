import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Where downloads and builds that only serve development are kept: outside the repository, shared by every clone,
 * safe to delete at any time.
 */
export function cacheFolder(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'fitflow')
  if (process.platform === 'win32') {
    return join(
      process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'),
      'fitflow',
      'Cache',
    )
  }
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'fitflow')
}
