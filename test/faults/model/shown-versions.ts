import { contracts } from '../../../shared/contracts.ts'
import type { AnyContract } from '../../../shared/contract.ts'
import type { Edit, Edited } from '../../../shared/expected-version.ts'
import type { Pick } from './pick.ts'
import { holds, type Verdict } from './rule.ts'
import type { Sent } from './do-step.ts'
import { isActive, type StudioModel } from './studio-model.ts'

/*
 * Two windows that edit one thing: each edit is sent with the version that its screen had shown, or,
 * now and then, with one that somebody else's edit has overtaken.
 */

/** What a window shows of something that can be edited, and the versions it had so far. */
export interface Look {
  readonly text: string
  /** Newest last. */
  readonly versions: readonly number[]
}

/** Reads the version of something as a window is shown it. */
type ReadVersion = (subject: Edited, id?: string, part?: string) => number

interface Editable {
  readonly subject: Edited
  readonly id: string
  readonly text: string
}

/** Everything that has a version, as its screen shows it by the model. */
function editablesIn(model: StudioModel): Editable[] {
  const sessions = [...model.sessions.values()].map((session): Editable => {
    const { id, trainerId, roomId, start, end, decided = 0 } = session
    const text = JSON.stringify([trainerId, roomId, start, end, decided, isActive(session)])
    return { subject: 'appointment', id, text }
  })
  const all = [...model.clients.values()]
  const clients = all
    .filter(({ mergedInto, erased }) => mergedInto === null && !erased)
    .map(({ id, name }): Editable => {
      const taken = all.filter(({ mergedInto }) => mergedInto === id).length
      return { subject: 'client', id, text: JSON.stringify([name, taken]) }
    })
  const weeks = model.trainers.map((id): Editable => {
    return { subject: 'week', id, text: JSON.stringify(model.weeks.get(id) ?? null) }
  })
  const services = model.services.map((service): Editable => {
    return { subject: 'service', id: service.id, text: JSON.stringify(service) }
  })
  return [...sessions, ...clients, ...weeks, ...services]
}

/**
 * Looks again at what an act has changed. Throws when that has its version still: the next edit would
 * be made on what is not there any more.
 *
 * @param edited what was edited, by {@link editedBy}, also when it is as it was.
 */
export function lookAgain(model: StudioModel, edited: string | null, read: ReadVersion): void {
  for (const { subject, id, text } of editablesIn(model)) {
    const key = keyOf(subject, id)
    const look = model.looks.get(key)
    if (look?.text === text && key !== edited) continue
    const version = read(subject, id)
    const last = look?.versions.at(-1)
    holds(
      last === undefined || version > last || (version === last && look?.text === text),
      `${subject} ${id} was changed, and its version is still ${version}`,
    )
    const versions = version === last ? look!.versions : [...(look?.versions ?? []), version]
    model.looks.set(key, { text, versions })
  }
}

function editIn(model: StudioModel, { name, input }: Sent) {
  const { edits } = contracts[name] as AnyContract & { edits?: Edit }
  // Who merges two has just looked at both.
  if (!edits || edits.alsoIdIn !== undefined) return null
  const { subject, idIn, partIn } = edits
  const given = input as Readonly<Record<string, unknown>>
  const named = idIn === undefined ? undefined : String(given[idIn])
  const id = named !== undefined && model.clients.has(named) ? model.client(named).id : named
  return {
    subject,
    id,
    part: partIn === undefined ? undefined : String(given[partIn]),
    key: keyOf(subject, id),
    // What restores a former state is held to that.
    expected: 'formerId' in given ? undefined : (given['expectedVersion'] as number | undefined),
  }
}

function keyOf(subject: Edited, id: string | undefined): string {
  return `${subject} ${id}`
}

/** What a command edits, by who it is now; null when it edits nothing that has a version. */
export function editedBy(model: StudioModel, sent: Sent): string | null {
  return editIn(model, sent)?.key ?? null
}

/** Whether the version that an edit was made on is the last. */
export function judgeVersion(model: StudioModel, sent: Sent, read: ReadVersion): Verdict {
  const edit = editIn(model, sent)
  if (edit?.expected === undefined) return 'ok'
  const looks = model.looks.get(edit.key)
  // Who is erased has no screen to look at again.
  const isGone = edit.subject === 'client' && model.client(edit.id!).erased
  const now = looks && !isGone ? looks.versions.at(-1) : read(edit.subject, edit.id, edit.part)
  return edit.expected === now ? 'ok' : 'changed_since'
}

/** An edit as a window sends it: with the version it was shown, seldom an old one; left out, it has just looked. */
export function withShownVersion(model: StudioModel, sent: Sent, pick: Pick): Sent {
  const edit = editIn(model, sent)
  const versions = edit && model.looks.get(edit.key)?.versions
  if (!versions || edit.expected !== undefined || pick.percent(10)) return sent
  const isStale = versions.length > 1 && pick.percent(15)
  const expectedVersion = isStale ? pick.of(versions.slice(0, -1)) : versions.at(-1)!
  // Every command that edits takes a version, which TypeScript cannot follow through the union.
  return { name: sent.name, input: { ...sent.input, expectedVersion } } as Sent
}
