import { expect } from 'vitest'
import type { TestStudio } from './open-test-studio.ts'

/** Does something and proves that nothing was committed and nothing in the file is different. */
export function leavingAllAsItWas<T>(studio: TestStudio, work: () => T): T {
  const witness = studio.foreign()
  const version: unknown = witness.pragma('data_version', { simple: true })
  const before = studio.dump()
  const answer = work()
  expect(studio.dump()).toBe(before)
  expect(witness.pragma('data_version', { simple: true })).toBe(version)
  expect(studio.app.database.inTransaction).toBe(false)
  return answer
}
