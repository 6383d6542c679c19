import { join } from 'node:path'
import { _electron, expect, type ElectronApplication, type Page } from '@playwright/test'
import type { FitFlowBridge } from '../../../shared/bridge.ts'
import type { InputOf, Invocation, OutputOf } from '../../../shared/contract.ts'
import type { CommandName, Contracts, QueryName } from '../../../shared/contracts.ts'
import { newId } from '../../../shared/ids.ts'
import type { Result } from '../../../shared/result.ts'
import { projectFolder } from '../../../tools/build/project-folder.ts'
import { Problems } from './problems.ts'
import { watchFocus } from './watch-focus.ts'

/**
 * How a person could start the app under test by hand: the program and what goes before its own
 * arguments.
 *
 * @param marksDir where the computer keeps its marks; each data folder is alone on its computer
 */
export function startCommand(
  dataDir: string,
  marksDir = join(dataDir, 'marks'),
): { executable: string; args: string[] } {
  const executable = process.env['FITFLOW_ELECTRON']
  if (!executable) throw new Error('Start these tests with: npm run test:e2e')
  const switches = JSON.parse(process.env['FITFLOW_ELECTRON_ARGS'] ?? '[]') as string[]
  // The language decides which currency the set-up suggests.
  // A packaged app lets itself be driven only when it is asked to, and was packaged for it.
  // Linux: no key ring, whatever this computer has, so that every run sees the same.
  const here = ['--password-store=basic', '--lang=en-GB']
  const folders = ['--data-dir', dataDir, '--marks-dir', marksDir, '--for-tests']
  return { executable, args: [...switches, ...here, projectFolder, ...folders] }
}

/** The environment of every start. The computer is in Kolkata, so whoever reads its clock shows it. */
export function startEnvironment(): Record<string, string> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] =>
        // Set inside some editors' terminals, it would turn Electron into plain Node.
        entry[1] !== undefined && entry[0] !== 'ELECTRON_RUN_AS_NODE',
    ),
  )
  return { ...env, TZ: 'Asia/Kolkata' }
}

/** FitFlow, really running: its processes, its one window, and what went wrong in it. */
export class FitFlowWindow {
  readonly dataDir: string
  readonly electron: ElectronApplication
  readonly page: Page
  readonly problems: Problems
  #ended = false

  private constructor(
    dataDir: string,
    electron: ElectronApplication,
    page: Page,
    problems: Problems,
  ) {
    this.dataDir = dataDir
    this.electron = electron
    this.page = page
    this.problems = problems
  }

  /** Starts FitFlow on a data folder and waits for its first screen. */
  static async open(dataDir: string, marksDir?: string): Promise<FitFlowWindow> {
    const { executable: executablePath, args } = startCommand(dataDir, marksDir)
    const electron = await _electron.launch({ executablePath, args, env: startEnvironment() })
    const problems = new Problems(dataDir)
    problems.watch(electron)
    const page = await electron.firstWindow()
    // An Electron page does not read the configuration's `actionTimeout`.
    page.setDefaultTimeout(10_000)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await watchFocus(page)
    return new FitFlowWindow(dataDir, electron, page, problems)
  }

  /** Sends through the bridge of the page, as the page's own code does. */
  send(invocation: unknown): Promise<Result<unknown>> {
    return this.page.evaluate(
      (sent) =>
        (window as unknown as { fitflow: FitFlowBridge }).fitflow.invoke(sent as Invocation),
      invocation,
    )
  }

  /** A query or command with a typed input; every command is an intent of its own. */
  async call<N extends QueryName | CommandName>(
    name: N,
    input: InputOf<Contracts[N]>,
  ): Promise<Result<OutputOf<Contracts[N]>>> {
    return (await this.send({ name, input, commandId: newId() })) as Result<OutputOf<Contracts[N]>>
  }

  /** Lays the page out for a window of exactly this size, also where the screen is no larger. */
  async resize(width: number, height: number): Promise<void> {
    await this.page.setViewportSize({ width, height })
    await expect
      .poll(() => this.page.evaluate(() => [window.innerWidth, window.innerHeight]))
      .toEqual([width, height])
  }

  /** Closes the window as a person does, and waits until nothing of FitFlow runs. */
  async close(): Promise<void> {
    if (this.#ended) return
    this.#ended = true
    await this.electron.close()
  }

  /** kill -9: no handler runs, nothing is flushed. Waits until all its processes have gone. */
  async kill(): Promise<void> {
    this.#ended = true
    const closed = this.electron.waitForEvent('close')
    this.electron.process().kill('SIGKILL')
    await closed
  }
}
