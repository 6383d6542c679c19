import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'

/** What another program does with a file, and lets others do: letters of `r`ead, `w`rite, `d`elete, or `-`. */
export interface Hold {
  /** An `l` beside locks every byte as well. */
  readonly access: string
  readonly share: string
}

/**
 * Holds a file or a folder as other programs do, from a process of its own, for so many seconds or until the
 * function returned is called. Resolves when it is held. Under Wine with our own small program; on Windows
 * PowerShell does the same.
 *
 * @example
 * const release = await holdFile(file, { access: 'r', share: 'r' }, 2)
 */
export async function holdFile(
  file: string,
  { access, share }: Hold,
  seconds: number,
): Promise<() => Promise<void>> {
  const ours = process.env['FITFLOW_HOLDER']
  const child =
    ours === undefined
      ? spawn('powershell.exe', ['-NoProfile', '-Command', powerShell], {
          env: { ...process.env, HELD: file, ACCESS: access, SHARE: share, SECONDS: `${seconds}` },
        })
      : spawn(ours, [file, access, share, String(seconds)])
  const ended = once(child, 'exit')
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
  const release = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(release)
  const first = await Promise.race([once(child.stdout, 'data'), ended.then(() => null)])
  if (first === null) throw new Error(`${file} is not held: ${said}`)
  return release
}

const powerShell = `
$ErrorActionPreference = 'Stop'
$access = if ($env:ACCESS -match 'w') { 'ReadWrite' } else { 'Read' }
$share = [IO.FileShare]::None
if ($env:SHARE -match 'r') { $share = $share -bor [IO.FileShare]::Read }
if ($env:SHARE -match 'w') { $share = $share -bor [IO.FileShare]::Write }
if ($env:SHARE -match 'd') { $share = $share -bor [IO.FileShare]::Delete }
$file = [IO.File]::Open($env:HELD, 'Open', $access, $share)
if ($env:ACCESS -match 'l') { $file.Lock(0, [long]::MaxValue) }
Write-Output 'held'
Start-Sleep -Milliseconds ([double]$env:SECONDS * 1000)
$file.Close()
`
