import { describe, expect, it } from 'vitest'
import { topicsOf } from '../../../renderer/app/api.ts'
import { sharesTopic } from '../../../renderer/app/topic-match.ts'
import { localDateSchema } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'

const monday = localDateSchema.parse('2026-11-23')
const tuesday = localDateSchema.parse('2026-11-24')

describe('what is read again after a change', () => {
  it('is the day that changed, not its neighbour', () => {
    const shown = topicsOf('appointments.day', { date: monday })
    expect(sharesTopic([topics.day(monday)], shown)).toBe(true)
    expect(sharesTopic([topics.day(tuesday)], shown)).toBe(false)
  })

  it('is every day when the catalogue changed', () => {
    expect(sharesTopic([topics.catalog], topicsOf('appointments.day', { date: monday }))).toBe(true)
  })

  it('is nothing for an input that the contract would refuse', () => {
    expect(topicsOf('appointments.day', { date: 'someday' })).toEqual([])
  })
})
