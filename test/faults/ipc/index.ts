import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ChannelName } from '../../../shared/contracts.ts'
import { newId } from '../../../shared/ids.ts'
import type { Result } from '../../../shared/result.ts'
import type { Role } from '../../../shared/roles.ts'
import { refusals } from '../../../shared/words/refusals.ts'
import { validInputs } from '../../support/valid-inputs.ts'
import { channelNames, copyWholeStudio, type WholeStudio } from '../../support/whole-studio.ts'
import type { FaultPart } from '../support/part.ts'
import { Random } from '../support/random.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'
import { hostileValue, spoil } from './hostile-values.ts'

/** After so many calls a studio has little left that a command could be used on. */
const callsPerStudio = 1_500
/**
 * Of processor time, which other programs take nothing of. The longest form takes a tenth of it on a slow
 * machine; an input that is walked whole, far more.
 */
const longestMs = process.env['FITFLOW_UNDER_WINE'] === '1' ? 30_000 : 3_000
const roles: readonly Role[] = ['manager', 'manager', 'front_desk', 'trainer']

/** A window that is not ours sends main everything that can cross from a window. */
export const ipcPart: FaultPart = {
  name: 'ipc',
  promise: 'whatever a window sends, the answer was foreseen, and comes at once',
  async run({ calls, randomSeed }) {
    const late: unknown[] = []
    const remember = (error: unknown): unknown => late.push(error)
    process.on('unhandledRejection', remember)
    try {
      const { problems, refused } = await inScratchFolder((folder) =>
        callAll(folder, calls, randomSeed),
      )
      const said = late.map((error) => `nobody waited for: ${String(error)}`)
      return {
        summary: `${calls} calls on ${channelNames.length} channels, ${refused} refused`,
        problems: [...problems, ...said],
      }
    } finally {
      process.off('unhandledRejection', remember)
    }
  },
}

/**
 * Makes calls with a seed.
 *
 * @returns each answer that was not foreseen, with the channel and what was sent
 */
export async function callAll(
  folder: string,
  calls: number,
  seed: number,
): Promise<{ problems: string[]; refused: number }> {
  const random = new Random(seed)
  const problems: string[] = []
  let refused = 0
  for (let made = 0; made < calls; made += callsPerStudio) {
    const own = join(folder, String(made))
    mkdirSync(own)
    const studio = copyWholeStudio(own)
    try {
      for (let call = made; call < Math.min(calls, made + callsPerStudio); call += 1) {
        const { problem, ok } = callOnce(studio, random)
        if (problem !== null) problems.push(problem)
        if (!ok) refused += 1
        // What a command started goes on meanwhile, as it would beside a window.
        if (call % 50 === 0) await new Promise((resolve) => setImmediate(resolve))
      }
    } finally {
      studio.close()
    }
  }
  return { problems, refused }
}

function callOnce(studio: WholeStudio, random: Random) {
  const name = random.pick(channelNames)
  studio.become(random.pick(roles))
  if (random.chance(0.02)) studio.session.current = null
  const raw = requestOf(studio, name, random)
  studio.incidents.length = 0
  const before = process.cpuUsage()
  const answer = answerTo(studio, raw)
  const { user, system } = process.cpuUsage(before)
  const tookMs = (user + system) / 1_000
  const flaw = flawOf(answer) ?? incidentOf(studio)
  const slow = tookMs > longestMs ? `took ${tookMs.toFixed(0)} ms` : null
  const problem = flaw ?? slow
  return {
    ok: typeof answer !== 'string' && answer.ok,
    problem: problem === null ? null : `${name}: ${problem}; sent ${tell(raw)}`,
  }
}

function requestOf(studio: WholeStudio, name: ChannelName, random: Random): unknown {
  const input: unknown = validInputs[name](studio)
  const spoilt = random.chance(0.05) ? input : spoil(input, random)
  const request = {
    name,
    input: random.chance(0.2) ? spoil(spoilt, random) : spoilt,
    commandId: newId(),
  }
  return random.chance(0.02)
    ? spoil(request, random)
    : random.chance(0.005)
      ? hostileValue(random)
      : request
}

function answerTo(studio: WholeStudio, raw: unknown): Result<unknown> | string {
  try {
    return studio.send(raw)
  } catch (error) {
    return `threw ${String(error)}`
  }
}

function flawOf(answer: Result<unknown> | string): string | null {
  if (typeof answer === 'string') return answer
  if (answer.ok) return null
  const { code, incidentId } = answer.error
  if (!Object.hasOwn(refusals, code)) return `refused with the unknown code ${code}`
  return code === 'unexpected' || incidentId !== undefined ? `was not foreseen (${code})` : null
}

function incidentOf({ incidents }: WholeStudio): string | null {
  const [incident] = incidents
  return incident ? `reported an incident` : null
}

function tell(raw: unknown): string {
  try {
    return JSON.stringify(raw)?.slice(0, 400) ?? String(raw)
  } catch {
    return 'what JSON cannot say'
  }
}
