import { describe, expect, it } from 'vitest'
import { isHeld, onceFree, untilFree } from '../../../main/db/held-files.ts'

const busy = () => Object.assign(new Error('EBUSY: resource busy'), { code: 'EBUSY' })

/** Throws what it is given, once each, and then answers. */
function held(...errors: readonly Error[]): () => string {
  const left = [...errors]
  return () => {
    const error = left.shift()
    if (error) throw error
    return 'done'
  }
}

describe('a file that another program holds', () => {
  it.each<[what: string, (act: () => string, forMs: number) => string | Promise<string>]>([
    ['standing still', untilFree],
    ['in the background', (act, forMs) => onceFree(() => Promise.resolve().then(act), forMs)],
  ])('is tried again until it is free, and not for ever: %s', async (_, tryFor) => {
    const inTime = async (act: () => string, forMs: number) => tryFor(act, forMs)
    await expect(inTime(held(busy(), busy()), 5_000)).resolves.toBe('done')
    await expect(inTime(held(busy(), busy(), busy()), 60)).rejects.toThrow('EBUSY')
  })

  it('is told from one that is not there, or not ours', async () => {
    const gone = Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT' })
    expect(() => untilFree(held(gone), 5_000)).toThrow('ENOENT')
    expect([busy(), gone, null, new Error('x')].map(isHeld)).toEqual([true, false, false, false])
  })
})
