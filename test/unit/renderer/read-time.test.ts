import { describe, expect, it } from 'vitest'
import { readTime, shiftTime, timesBetween } from '../../../renderer/ui/read-time.ts'

describe('a time of day as it is typed', () => {
  it.each([
    ['9', '09:00'],
    ['930', '09:30'],
    ['0930', '09:30'],
    ['9:30', '09:30'],
    ['14.30', '14:30'],
    ['14h30', '14:30'],
    ['2pm', '14:00'],
    ['2:15 pm', '14:15'],
    ['12am', '00:00'],
    ['12 pm', '12:00'],
    ['0', '00:00'],
    ['2359', '23:59'],
  ])('reads “%s”', (text, time) => {
    expect(readTime(text)).toBe(time)
  })

  it.each(['', '24', '9:60', '13pm', '0am', 'noon', '9:3', '12345'])('refuses “%s”', (text) => {
    expect(readTime(text)).toBeNull()
  })

  it('steps within the day and stops at its ends', () => {
    expect(shiftTime('09:30', 15)).toBe('09:45')
    expect(shiftTime('00:10', -15)).toBe('00:00')
    expect(shiftTime('23:50', 15)).toBe('23:59')
  })

  it('lists times with both ends', () => {
    expect(timesBetween('09:00', '10:00', 30)).toEqual(['09:00', '09:30', '10:00'])
  })
})
