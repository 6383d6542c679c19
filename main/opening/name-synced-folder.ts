import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What is known of a folder without asking any program. */
export interface FolderFacts {
  /** The real path, with the system’s own separators. */
  readonly path: string
  /** Folders that a program says it synchronises: OneDrive tells Windows programs so. */
  readonly known: readonly { readonly name: string; readonly path: string }[]
  /** What lies in a folder or one above it, and gives the program away. */
  readonly markers: readonly string[]
  /** The type of the file system, where the system tells: `ext4`, `nfs4`, `cifs`. */
  readonly fileSystem: string | null
}

/** By a part of the path: “OneDrive - Studio”, “Dropbox (Mara)”, “My Drive”. */
const byFolder: readonly (readonly [string, RegExp])[] = [
  ['OneDrive', /^OneDrive( |$|-)/i],
  ['Dropbox', /^Dropbox( |$|-)/i],
  ['iCloud', /^(iCloudDrive|iCloud Drive|Mobile Documents|com~apple~CloudDocs)$/i],
  ['Google Drive', /^(Google ?Drive( |$|-)|My Drive$|GoogleDrive-)/i],
  ['Nextcloud', /^(Nextcloud|ownCloud)\d*( |$)/i],
  ['Box', /^Box( Sync|-Box)?$/],
  ['Proton Drive', /^Proton ?Drive( |$)/i],
  ['pCloud', /^(pCloudDrive|pCloud Drive|pCloud)$/i],
  ['MEGA', /^MEGA( |$|sync)/],
  ['Syncthing', /^Sync(thing)?$/],
]

const byMarker: Readonly<Record<string, string>> = {
  '.dropbox': 'Dropbox',
  '.dropbox.cache': 'Dropbox',
  '.stfolder': 'Syncthing',
  '.tmp.drivedownload': 'Google Drive',
  '.sync_ownCloud.db': 'Nextcloud',
  '._sync_journal.db': 'Nextcloud',
}

const networkFileSystems =
  /^(nfs\d?|cifs|smb\d?|smbfs|ncpfs|afs|afpfs|webdav|davfs2?|9p|ceph|glusterfs|vboxsf|fuse\.(sshfs|rclone|s3fs|gvfsd-fuse|davfs2?|google-drive-ocamlfuse|onedriver|glusterfs))$/i

/**
 * Names the program that synchronises a folder, or says that it is on a network. Such a program copies
 * the studio’s file while it is half-written, locks it at odd moments, and puts older ones in its place.
 *
 * @returns null for a folder on a disk of this computer.
 * @example
 * nameSynced({ path: 'C:\\Users\\mara\\OneDrive\\FitFlow', known: [], markers: [], fileSystem: null }) // 'OneDrive'
 */
export function nameSynced({ path, known, markers, fileSystem }: FolderFacts): string | null {
  const inside = known.find((folder) => folder.path !== '' && isInside(path, folder.path))
  if (inside) return inside.name
  const parts = path.split(/[/\\]+/)
  for (const part of parts) {
    const found = byFolder.find(([, pattern]) => pattern.test(part))
    if (found) return found[0]
  }
  // Where macOS puts what any provider keeps in step.
  const provider = /[/\\]Library[/\\]CloudStorage[/\\]([^-/\\]+)/.exec(path)
  if (provider) return provider[1] ?? null
  const marker = markers.find((name) => byMarker[name] !== undefined)
  if (marker !== undefined) return byMarker[marker] ?? null
  const isShare = /^(\\\\|\/\/)[^\\/?.]/.test(path) || /^\\\\\?\\UNC\\/i.test(path)
  return isShare || (fileSystem !== null && networkFileSystems.test(fileSystem)) ? 'network' : null
}

function isInside(path: string, folder: string): boolean {
  const [a, b] = [path, folder].map((each) => `${each.replaceAll('\\', '/').replace(/\/$/, '')}/`)
  return a!.toLowerCase().startsWith(b!.toLowerCase())
}

/** Looks at a folder. Never throws: this is a warning and not a condition. */
export function readFolderFacts(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): FolderFacts {
  let path = folder
  try {
    // On Windows a drive letter of a share becomes the share.
    path = realpathSync.native(folder)
  } catch {
    // As it was given, then.
  }
  const known = ['OneDrive', 'OneDriveConsumer', 'OneDriveCommercial'].map((name) => ({
    name: 'OneDrive',
    path: env[name] ?? '',
  }))
  return { path, known, markers: markersAbove(path), fileSystem: fileSystemOf(path) }
}

function markersAbove(path: string): string[] {
  const found: string[] = []
  for (let at = path; ; at = dirname(at)) {
    found.push(...Object.keys(byMarker).filter((name) => existsSync(join(at, name))))
    if (dirname(at) === at) return found
  }
}

/** The type of the mount that holds a path, from Linux’s own list; null elsewhere. */
function fileSystemOf(path: string): string | null {
  try {
    const mounts = readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' '))
      .flatMap(([, at, type]) => (at && type ? [{ at: at.replaceAll('\\040', ' '), type }] : []))
      .filter(({ at }) => at === '/' || path === at || path.startsWith(`${at}/`))
    // The longest one, and of several on one place the last.
    return mounts.toSorted((a, b) => a.at.length - b.at.length).at(-1)?.type ?? null
  } catch {
    return null
  }
}
