import { describe, expect, it } from 'vitest'
import {
  nameSynced,
  readFolderFacts,
  type FolderFacts,
} from '../../../main/opening/name-synced-folder.ts'

const plain: FolderFacts = {
  path: '/home/mara/FitFlow',
  known: [],
  markers: [],
  fileSystem: 'ext4',
}

describe('a data folder that something else writes to', () => {
  it.each<[Partial<FolderFacts>, string | null]>([
    [{}, null],
    [{ path: 'C:\\Users\\mara\\AppData\\Roaming\\FitFlow', fileSystem: null }, null],
    [{ path: '/home/mara/boxing/Dropped/OneDriver/FitFlow' }, null],
    [{ path: '/home/mara/Boxenstopp/Synchron/FitFlow' }, null],
    [{ path: 'C:\\Users\\mara\\OneDrive\\FitFlow' }, 'OneDrive'],
    [{ path: 'C:\\Users\\mara\\OneDrive - Harbour Street Studio\\FitFlow' }, 'OneDrive'],
    [{ path: 'D:\\Work\\FitFlow', known: [{ name: 'OneDrive', path: 'D:\\work\\' }] }, 'OneDrive'],
    [{ path: 'D:\\Workshop\\FitFlow', known: [{ name: 'OneDrive', path: 'D:\\work' }] }, null],
    [{ known: [{ name: 'OneDrive', path: '' }] }, null],
    [{ path: '/Users/mara/Dropbox/FitFlow' }, 'Dropbox'],
    [{ path: '/Users/mara/Dropbox (Studio)/FitFlow' }, 'Dropbox'],
    [{ path: '/home/mara/work/FitFlow', markers: ['.dropbox.cache'] }, 'Dropbox'],
    [{ path: '/Users/mara/Library/Mobile Documents/com~apple~CloudDocs/FitFlow' }, 'iCloud'],
    [{ path: 'C:\\Users\\mara\\iCloudDrive\\FitFlow' }, 'iCloud'],
    [{ path: 'G:\\My Drive\\FitFlow' }, 'Google Drive'],
    [
      { path: '/Users/mara/Library/CloudStorage/GoogleDrive-mara@studio.example/FitFlow' },
      'Google Drive',
    ],
    [{ path: '/Users/mara/Library/CloudStorage/Egnyte-studio/FitFlow' }, 'Egnyte'],
    [{ path: '/home/mara/Nextcloud/FitFlow' }, 'Nextcloud'],
    [{ path: '/home/mara/x/FitFlow', markers: ['.stfolder'] }, 'Syncthing'],
    [{ path: '\\\\server\\share\\FitFlow', fileSystem: null }, 'network'],
    [{ path: '\\\\?\\UNC\\server\\share\\FitFlow', fileSystem: null }, 'network'],
    [{ path: '\\\\?\\C:\\FitFlow', fileSystem: null }, null],
    [{ path: '/mnt/share/FitFlow', fileSystem: 'cifs' }, 'network'],
    [{ path: '/mnt/share/FitFlow', fileSystem: 'nfs4' }, 'network'],
    [{ path: '/mnt/share/FitFlow', fileSystem: 'fuse.sshfs' }, 'network'],
    [{ path: '/mnt/stick/FitFlow', fileSystem: 'fuseblk' }, null],
    [{ path: '/tmp/FitFlow', fileSystem: 'tmpfs' }, null],
  ])('%j: %s', (facts, name) => {
    expect(nameSynced({ ...plain, ...facts })).toBe(name)
  })

  it('is looked at where it really is', () => {
    expect(nameSynced(readFolderFacts(import.meta.dirname, {}))).toBeNull()
    const here = readFolderFacts(import.meta.dirname, { OneDrive: import.meta.dirname })
    expect(nameSynced(here)).toBe('OneDrive')
  })
})
