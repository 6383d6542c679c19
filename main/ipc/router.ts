import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { AnyContract, Access } from '../../shared/contract.ts'
import { contracts, type ChannelName } from '../../shared/contracts.ts'
import { idSchema, newId } from '../../shared/ids.ts'
import { ok, refuse, type Refused, type Result } from '../../shared/result.ts'
import type { Session } from '../../shared/staff.ts'
import { instantFrom } from '../../shared/time.ts'
import type { Shown } from '../../shared/shown.ts'
import { messageOf } from '../../shared/thrown.ts'
import { StudioUnusable } from '../db/studio-health.ts'
import type { Tables } from '../db/tables.ts'
import { onItsOwn, type Tx, type UnitOfWork } from '../db/unit-of-work.ts'
import { isDamage } from '../events/prove-studio.ts'
import { followMerges } from '../features/clients/index.ts'
import { checkUndo, withStanding } from '../features/check-undo.ts'
import { checkVersion, withVersion } from '../features/check-version.ts'
import { checkShown } from '../features/consequence.ts'
import type { SessionHolder, StaffCaller } from '../features/handlers.ts'
import { refuseTrouble } from '../features/studio/index.ts'
import type { StudioApp } from '../studio-app.ts'
import { measureInput } from './measure-input.ts'

/** Larger than any form; small enough that nobody can make main chew on it for long. */
const maximumInputBytes = 64 * 1024

const invocationSchema = z.strictObject({
  name: z.string().max(100),
  input: z.unknown(),
  commandId: idSchema.optional(),
})

/** Told about every error that is a bug or a broken disk, with the id the user sees. */
export type ReportIncident = (incidentId: string, channel: string, error: unknown) => void

/**
 * Answers one request of a window: is it well-formed, does the channel exist, may this person call
 * it, does the input fit, and then the handler: a command in a transaction of its own, at most once
 * per commandId, and only when it comes to what was shown. Never throws: every failure is an envelope.
 *
 * @param session who is signed in at the window that asks. The payload has no say in it.
 */
export function createRouter(app: StudioApp, reportIncident: ReportIncident) {
  forgetOldCommands(app.work)
  return (raw: unknown, session: SessionHolder): Result<unknown> => {
    const invocation = readInvocation(raw)
    if (!invocation.ok) return invocation
    const { name, input, commandId } = invocation.value
    const contract: AnyContract = contracts[name]

    const allowed = decideAccess(contract.access, session.current)
    if (!allowed.ok) return allowed
    const size = measureInput(raw, maximumInputBytes)
    if (size === null) {
      return refuse('invalid_input', { field: '', problem: 'it is not plain data' })
    }
    if (size > maximumInputBytes) {
      return refuse('payload_too_large', { limitBytes: maximumInputBytes })
    }
    try {
      const parsed = contract.input.safeParse(input)
      if (!parsed.success) return refuseInput(parsed.error)

      // The contract's own schema made `parsed.data`, and decideAccess made sure of the actor; the
      // compiler checked each handler against its contract where it was written.
      const handler = app.handlers[name] as (...args: unknown[]) => Result<unknown>
      const approvals = app.access.approvals.of(name, parsed.data)
      const caller = { session, actor: session.current, approvals } as StaffCaller
      // What is to be said about the file must not depend on it.
      if (name !== 'studio.condition') requireFile(app, contract)
      const { database } = app.work
      const followed = () => followMerges(database, parsed.data)
      if (contract.kind === 'query') return handler(followed(), caller)
      if (!commandId) return refuse('invalid_input', { field: 'commandId', problem: 'is missing' })
      // Remembered by what was sent: the same again is the same, whoever was merged meanwhile.
      const command = { name, commandId, input: parsed.data, remembered: contract.remembered }
      return runCommand(app.work, command, caller, (tx) => {
        const current = checkVersion(tx.database, contract, followed())
        if (!current.ok) return current
        // Looked at before, and said after what the command itself refuses, which is more exact.
        const standing = checkUndo(tx.database, name, followed())
        const result = handler(tx, followed(), caller)
        if (!result.ok) return result
        if (!standing.ok) return standing
        const agreed = checkShown(tx, shownIn(parsed.data))
        return agreed.ok
          ? ok(withStanding(tx.database, withVersion(tx.database, result.value)))
          : agreed
      })
    } catch (error) {
      return failureOf(error, app, name, reportIncident)
    }
  }
}

/** What a window wants, where it is well-formed and names a channel of ours. */
export function readInvocation(raw: unknown): Result<{
  readonly name: ChannelName
  readonly input?: unknown
  readonly commandId?: string | undefined
}> {
  const invocation = invocationSchema.safeParse(raw)
  if (!invocation.success) return refuseInput(invocation.error)
  const { name, input, commandId } = invocation.data
  return isChannel(name) ? ok({ name, input, commandId }) : refuse('unknown_channel', {})
}

/** Neither shows what is gone nor accepts what would be lost. */
function requireFile({ database }: StudioApp, contract: AnyContract): void {
  database.requireOwnFile()
  const { trouble } = database.health
  if (trouble && contract.kind === 'command' && contract.whileDamaged !== true) {
    throw new StudioUnusable(trouble)
  }
}

/** What the window showed, where the command's contract takes it. */
function shownIn(input: unknown): Shown | undefined {
  return (input as { readonly shown?: Shown } | null | undefined)?.shown
}

function isChannel(name: string): name is ChannelName {
  return Object.hasOwn(contracts, name)
}

/** Default deny: a role that is not listed may not. */
function decideAccess(access: Access, actor: Session | null): Result<null> {
  if (access === 'anyone') return ok(null)
  if (!actor) return refuse('not_signed_in', {})
  return access.includes(actor.role) ? ok(null) : refuse('not_allowed', { role: actor.role })
}

function runCommand(
  work: UnitOfWork,
  command: { name: string; commandId: string; input: unknown; remembered?: false | undefined },
  caller: StaffCaller,
  handle: (tx: Tx) => Result<unknown>,
): Result<unknown> {
  const context = {
    actorId: caller.actor?.id ?? null,
    commandId: command.commandId,
    correlationId: newId(),
  }
  if (command.remembered === false) return work.run(context, handle)
  // The id is part of it, so that nobody can look for a known name by its hash.
  // Not canonical JSON, which half an emoji from a clipboard breaks; the schema fixed the keys' order.
  const requestHash = createHash('sha256')
    .update(JSON.stringify([command.commandId, command.name, context.actorId, command.input]))
    .digest()
  return work.run(context, (tx) => {
    // By hand, as all that every booking asks: building the query costs more than running it.
    const before = tx.database
      .prepare('SELECT request_hash, result FROM command_results WHERE command_id = ?')
      .get(command.commandId) as
      | Pick<Tables['command_results'], 'request_hash' | 'result'>
      | undefined
    if (before) {
      if (!before.request_hash.equals(requestHash)) return refuse('command_id_reused', {})
      return ok(JSON.parse(before.result) as unknown)
    }
    const result = handle(tx)
    if (result.ok) {
      tx.database.insert('command_results', {
        command_id: command.commandId,
        name: command.name,
        request_hash: requestHash,
        actor_id: context.actorId,
        result: JSON.stringify(result.value),
        created_at: tx.now,
      })
    }
    return result
  })
}

/** Nobody presses the same button again after a month: until then the first answer is kept. */
const rememberedDays = 30

function forgetOldCommands(work: UnitOfWork): void {
  const before = instantFrom(Date.parse(work.now()) - rememberedDays * 86_400_000)
  work.run(onItsOwn(), ({ database }) =>
    database.prepare('DELETE FROM command_results WHERE created_at < ?').run(before),
  )
}

/** Says which field of an input does not fit, and why. */
export function refuseInput(error: z.ZodError): Result<never> {
  const issue = error.issues[0]
  return refuse('invalid_input', {
    field: issue?.path.join('.') ?? '',
    problem: issue?.message ?? 'it does not fit',
  })
}

function failureOf(
  error: unknown,
  { database }: StudioApp,
  channel: ChannelName,
  reportIncident: ReportIncident,
): Result<never> {
  // Known, and on the screen already: not an incident each time.
  if (error instanceof StudioUnusable) return refuseTrouble(error.trouble)
  const incidentId = newId()
  reportIncident(incidentId, channel, error)
  if (isDamage(error)) {
    return withIncident(refuseTrouble(database.failDamaged(messageOf(error))), incidentId)
  }
  const code = (error as { code?: unknown } | null)?.code
  const storage =
    typeof code === 'string' && storageProblems.find(([prefix]) => code.startsWith(prefix))
  if (!storage) return withIncident(refuse('unexpected', {}), incidentId)
  const isRead = contracts[channel].kind === 'query'
  const refusal = isRead ? 'storage_unreadable' : 'storage_unavailable'
  return withIncident(refuse(refusal, { reason: storage[1] }), incidentId)
}

function withIncident({ error }: Refused, incidentId: string): Refused {
  return { ok: false, error: { ...error, incidentId } }
}

const storageProblems = [
  ['SQLITE_FULL', 'the disk is full'],
  ['SQLITE_IOERR', 'the disk reported an error'],
  ['SQLITE_READONLY', 'the file is read-only'],
  ['SQLITE_CANTOPEN', 'the file cannot be opened'],
  ['SQLITE_BUSY', 'another program is using it'],
] as const
