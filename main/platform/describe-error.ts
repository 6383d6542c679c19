import { codeOf, readThrown } from '../../shared/thrown.ts'

/** A kind or a code, and not a text that somebody put there. */
const isWord = /^[A-Za-z0-9_]{1,60}$/

/**
 * Says of an error what the log file may hold: its kind, its code, and the places in our code. Its
 * message is left out, since messages repeat what was typed (`Invalid time value: …`, a name in a
 * query, a line of JSON), and a log file is sent to others. The places lead to the sentence. SQLite's
 * words about a rule of a table are kept: they name tables and columns only.
 *
 * @example
 * describeError(new RangeError('Ann Lee')) // 'RangeError\n    at readName (…/clients.ts:12:9)'
 */
export function describeError(thrown: unknown): string {
  const { name, message, stack } = readThrown(thrown)
  const code = codeOf(thrown)
  const head = [
    isWord.test(name) ? name : 'Error',
    code !== null && isWord.test(code) ? code : null,
    code?.startsWith('SQLITE_CONSTRAINT') ? message : null,
  ]
  const places = stack === null ? [] : placesIn(stack, message)
  return [head.filter((word) => word !== null).join(' '), ...places].join('\n')
}

/** The lines of a stack that say where, and none of its message, whatever that looks like. */
function placesIn(stack: string, message: string): string[] {
  const start = stack.indexOf(message)
  if (start < 0) return []
  const after = stack.slice(start + message.length)
  return after.split('\n').filter((line) => /^\s+at /.test(line))
}
