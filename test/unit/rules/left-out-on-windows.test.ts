import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { leftOut } from '../../../tools/test/left-out-on-windows.ts'

describe('what is left out of the tests on Windows', () => {
  it.each(leftOut)('is in the tests, and has a reason: $file', ({ file, parts, reason }) => {
    const text = readFileSync(file, 'utf8')
    for (const name of parts ?? []) expect(text).toContain(name)
    expect(reason).toMatch(/^[A-Z].{20,}\.$/)
  })

  it('names nothing twice', () => {
    const names = leftOut.flatMap(
      ({ file, parts }) => parts?.map((name) => `${file} ${name}`) ?? file,
    )
    expect(new Set(names).size).toBe(names.length)
  })
})
