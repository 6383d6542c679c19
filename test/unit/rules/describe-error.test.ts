import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { describeError } from '../../../main/platform/describe-error.ts'

function thrownBy(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('Nothing was thrown.')
}

describe('what the log file says of an error', () => {
  it.each([
    ['a message', () => new RangeError('Ann Lee')],
    ['a message of lines like places', () => new Error('x\n    at Ann Lee\n    at Ann Lee')],
    ['JSON', () => thrownBy(() => JSON.parse('Ann Lee'))],
    ['a word of a search', () => thrownBy(() => new Sqlite(':memory:').prepare('Ann Lee'))],
    ['a text', () => 'Ann Lee'],
    ['an object', () => ({ name: 'Ann Lee', message: 'Ann Lee' })],
    ['a cause', () => new Error('outer', { cause: new Error('Ann Lee') })],
    ['an error without its place', () => Object.assign(new Error('Ann Lee'), { stack: undefined })],
    ['a code of its own', () => Object.assign(new Error('no'), { code: 'Ann Lee' })],
    ['a name of its own', () => Object.assign(new Error('no'), { name: 'Ann Lee' })],
  ])('holds nothing of %s', (_, make) => {
    expect(describeError(make())).not.toMatch(/Ann|Lee/)
  })

  it('names the kind, the code and the places', () => {
    const error = thrownBy(() => new Sqlite(':memory:').prepare('nonsense'))
    const [head, place] = describeError(error).split('\n')
    expect(head).toBe('SqliteError SQLITE_ERROR')
    expect(place).toMatch(/^ {4}at .+/)
    expect(describeError(new TypeError('no'))).toMatch(
      /^TypeError\n {4}at .*describe-error\.test\.ts/,
    )
  })

  it('says which rule of a table was broken', () => {
    const error = thrownBy(() =>
      new Sqlite(':memory:').exec(
        "CREATE TABLE t (a CHECK (a <> 'x')); INSERT INTO t VALUES ('x')",
      ),
    )
    expect(describeError(error)).toMatch(/^SqliteError SQLITE_CONSTRAINT_CHECK CHECK constraint/)
  })

  it('says something of whatever was thrown', () => {
    for (const thrown of [null, undefined, Object.create(null), new Proxy({}, {})]) {
      expect(describeError(thrown)).toBe('Error')
    }
  })
})
