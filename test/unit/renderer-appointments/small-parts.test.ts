import { describe, expect, it } from 'vitest'
import { sayDuration } from '../../../renderer/features/appointments/say-duration.ts'
import { highlightMatch } from '../../../renderer/features/clients/highlight-match.ts'
import { quickAmounts } from '../../../renderer/features/payments/quick-amounts.ts'
import { minor } from '../../../shared/money.ts'

describe('what the client may hand over', () => {
  it('is the exact sum, then what notes make', () => {
    expect(quickAmounts(minor(5500), 'EUR')).toEqual([5500, 6000, 10000, 20000])
    expect(quickAmounts(minor(2750), 'EUR')).toEqual([2750, 3000, 4000, 5000])
  })

  it('does not repeat a sum that is round already', () => {
    expect(quickAmounts(minor(5000), 'EUR')).toEqual([5000, 6000, 10000, 20000])
  })

  it('counts in notes of currencies without decimals', () => {
    expect(quickAmounts(minor(5500), 'JPY')[1]).toBe(6000)
  })
})

describe('a found name', () => {
  const marked = (text: string, search: string) =>
    highlightMatch(text, search)
      .map((part) => (part.isMatch ? `[${part.text}]` : part.text))
      .join('')

  it('shows what was searched, whatever the accents and case', () => {
    expect(marked('José Martín', 'martin')).toBe('José [Martín]')
    expect(marked('José Martín', 'JOSE')).toBe('[José] Martín')
  })

  it.each([
    ['Jürgen Müller', 'mueller', 'Jürgen [Müller]'],
    ['Ute Straßer', 'strass', 'Ute [Straß]er'],
    ['Siobhan O’Brien', 'obri', 'Siobhan [O’Bri]en'],
    ['Jean-Luc Martin', 'jeanluc', '[Jean-Luc] Martin'],
    ['Siobhan O’Brien', "o'bri", 'Siobhan [O’Bri]en'],
    ['Ærø', 'aero', '[Ærø]'],
    ['👩‍💻 Ada', 'ada', '👩‍💻 [Ada]'],
    ['王小明', '小明', '王[小明]'],
  ])('in %s shows %s as the search found it: %s', (text, search, expected) => {
    expect(marked(text, search)).toBe(expected)
  })

  it('marks each word and leaves the rest alone', () => {
    expect(marked('Ana María Ruiz', 'ru ana')).toBe('[Ana] María [Ru]iz')
    expect(marked('Ana Ruiz', 'x')).toBe('Ana Ruiz')
    expect(marked('Ana Ruiz', '  ')).toBe('Ana Ruiz')
  })
})

it('says durations as people do', () => {
  expect([15, 60, 90, 120].map(sayDuration)).toEqual(['15 min', '1 h', '1 h 30 min', '2 h'])
})
