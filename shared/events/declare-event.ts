import type { z } from 'zod'

/** What is declared once per event type. */
export interface EventDeclaration {
  /** What the event is about; its data names it in `<subject>Id`. */
  readonly subject: string
  /** The version that new events carry. */
  readonly version: string
  readonly data: z.ZodObject
  /** Versions that stand in logs already, oldest first. */
  readonly older: readonly OlderVersion[]
}

/** A version that is no longer written, and how its data reads in the version after it. */
export interface OlderVersion {
  readonly version: string
  readonly data: z.ZodObject
  /** Pure: the data of the next version. It may only add what can be known or defaulted. */
  readonly upcast: (data: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>
}

/** Declares an event type. See {@link EventDeclaration}. */
export function declare<D extends z.ZodObject>(
  subject: string,
  data: D,
  history: { readonly version: string; readonly older: readonly OlderVersion[] } = {
    version: '1.0',
    older: [],
  },
) {
  return { subject, data, ...history } satisfies EventDeclaration
}

/**
 * Reads data that was logged in some version as data of today's version.
 *
 * @throws when the version was never declared or the data does not fit it: the event cannot be
 * handled, and whoever tries must say so.
 */
export function upcast(
  declaration: EventDeclaration,
  version: string,
  data: unknown,
): Readonly<Record<string, unknown>> {
  const from = declaration.older.findIndex((older) => older.version === version)
  if (from < 0) {
    if (version !== declaration.version) throw new Error(`Version ${version} is not declared.`)
    // It was parsed before it was logged, and its hash says that it is still the same.
    return data as Readonly<Record<string, unknown>>
  }
  const oldest = declaration.older[from]!.data.parse(data) as Readonly<Record<string, unknown>>
  const newest = declaration.older
    .slice(from)
    .reduce((current, older) => older.upcast(current), oldest)
  return declaration.data.parse(newest)
}
