import { describe, expect, it } from 'vitest'
import { bookSession } from '../support/book-session.ts'
import { openTestStudio } from '../support/open-test-studio.ts'

describe('why it cost nothing', () => {
  it('is forgiven or waived, and nothing else', () => {
    const studio = openTestStudio()
    studio.signIn('desk')
    bookSession(studio, '2026-03-02T10:00')
    const set = (excuse: string) =>
      studio.app.database.prepare('UPDATE appointments SET excused = ?').run(excuse)
    expect(() => set('forgiven')).not.toThrow()
    expect(() => set('waived')).not.toThrow()
    expect(() => set('friend')).toThrow('CHECK')
  })
})
