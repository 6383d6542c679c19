import { expect, it } from 'vitest'
import { callAll } from '../faults/ipc/index.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'

it.each([1])('a hostile window gets only answers that were foreseen (seed %i)', async (seed) => {
  const { problems, refused } = await callAll(makeTempFolder(), 1_500, seed)
  expect(problems).toEqual([])
  expect(refused).toBeGreaterThan(500)
})
