import { describe, expect, it } from 'vitest'
import { staffHues } from '../../../renderer/app/staff-hues.ts'
import { initialsOf } from '../../../renderer/ui/avatar.tsx'
import { hueOf } from '../../../renderer/ui/hue.ts'

describe('people on screen', () => {
  it('have the initials of their first and last name', () => {
    expect(['Ana María Ruiz', 'Kim', ' élodie  du bois ', ''].map(initialsOf)).toEqual([
      'AR',
      'K',
      'ÉB',
      '',
    ])
  })

  it('have the colour of their column when they train', () => {
    const hues = staffHues([
      { id: 'manager', role: 'manager' },
      { id: 'first', role: 'trainer' },
      { id: 'second', role: 'trainer' },
    ])
    expect([hues.get('first'), hues.get('second'), hues.get('manager')]).toEqual([1, 2, 3])
  })

  it('keep the colour of their name', () => {
    expect(hueOf('Ana Ruiz')).toBe(hueOf('Ana Ruiz'))
    expect(hueOf('')).toBeGreaterThanOrEqual(1)
  })
})
