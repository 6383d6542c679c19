import { NextStepError } from '../machine/say.ts'

/** What electron-builder is told about signatures, and what the person at the terminal is. */
interface Signing {
  options: readonly string[]
  /** Undefined where nobody who installs it is warned. */
  warning: string | undefined
}

/** What somebody sees who opens an installer that nobody has signed. */
const warnings: Partial<Record<NodeJS.Platform, string>> = {
  win32:
    'The installer is not signed. Whoever opens it sees “Windows protected your PC” (SmartScreen) and an unknown ' +
    'publisher: they choose “More info”, then “Run anyway”. Some companies’ computers do not offer that.',
  darwin:
    'The installer is not signed. Whoever opens FitFlow sees that Apple could not verify it (Gatekeeper): they ' +
    'close that, and choose “Open Anyway” in System Settings, Privacy & Security, once.',
}

/**
 * Installers for Windows and macOS are signed, or asked for by name: `--unsigned`. What is not installed, and Linux,
 * needs no signature.
 *
 * @throws NextStepError where a signature is needed, and no certificate was named for it.
 */
export function decideSigning(
  given: readonly string[],
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
): Signing {
  const warning = warnings[platform]
  if (!given.includes('--installers') || warning === undefined) {
    return { options: ['-c.forceCodeSigning=false'], warning: undefined }
  }
  if (given.includes('--unsigned')) {
    // A Mac with Apple's chip starts nothing without any signature: "-" is one that names nobody.
    const adHoc = platform === 'darwin' ? ['-c.mac.identity=-', '-c.mac.hardenedRuntime=false'] : []
    return { options: ['-c.forceCodeSigning=false', ...adHoc], warning }
  }
  const named = platform === 'win32' ? ['WIN_CSC_LINK', 'CSC_LINK'] : ['CSC_LINK', 'CSC_NAME']
  if (named.some((name) => env[name])) return { options: [], warning: undefined }
  throw new NextStepError(
    `Installers are signed, and no certificate was named: set ${named.join(' or ')} ` +
      '(https://www.electron.build/code-signing), or ask for an unsigned one: ' +
      `npm run package -- --installers --unsigned\n${warning}`,
  )
}
