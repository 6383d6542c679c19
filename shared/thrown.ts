/** What is said of something that was thrown. */
export interface Thrown {
  readonly name: string
  readonly message: string
  readonly stack: string | null
}

/** Nobody reads more, and a database must hold it. */
const longest = { name: 100, message: 2_000, stack: 8_000 } as const

/**
 * Puts into words whatever was thrown: an error, a string, an object without a prototype, an error
 * whose `message` throws, a proxy that throws at every touch. Never throws itself, and what it says
 * can be stored anywhere: no NUL, no half of a character, and not longer than somebody reads.
 *
 * @example readThrown(new TypeError('No')) // { name: 'TypeError', message: 'No', stack: '…' }
 */
export function readThrown(thrown: unknown): Thrown {
  if (!isError(thrown)) return { name: 'Error', message: textOf(() => thrown), stack: null }
  return {
    name: said(() => thrown.name, longest.name) ?? 'Error',
    message: textOf(() => thrown.message),
    stack: said(() => thrown.stack, longest.stack),
  }
}

/** The message of whatever was thrown, as {@link readThrown}. */
export function messageOf(thrown: unknown): string {
  return readThrown(thrown).message
}

/** The `code` that Node, SQLite and PostgreSQL give an error; null when there is none. */
export function codeOf(thrown: unknown): string | null {
  return isError(thrown) ? said(() => (thrown as { code?: unknown }).code, longest.name) : null
}

/** Whether it is one of these errors; false for what cannot even be asked. */
export function isOneOf<E extends Error>(
  thrown: unknown,
  ...kinds: readonly (abstract new (...args: never[]) => E)[]
): thrown is E {
  try {
    return kinds.some((kind) => thrown instanceof kind)
  } catch {
    return false
  }
}

function isError(thrown: unknown): thrown is Error {
  return isOneOf(thrown, Error)
}

function textOf(read: () => unknown): string {
  return said(read, longest.message) ?? 'What was thrown cannot be put into words.'
}

/** Null where it is nothing, or throws when it is read. */
function said(read: () => unknown, most: number): string | null {
  try {
    const value = read()
    if (value === undefined || value === null) return value === null ? 'null' : null
    const text = typeof value === 'string' ? value : ''.concat(value as string)
    // Cut first: making a long text right takes its time.
    return text.slice(0, most).toWellFormed().replaceAll('\0', '\u{FFFD}')
  } catch {
    return null
  }
}
