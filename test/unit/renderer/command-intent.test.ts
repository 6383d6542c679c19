import { describe, expect, it } from 'vitest'
import { isUnread, nextIntent, settle, type Intent } from '../../../renderer/app/command-intent.ts'
import { ok, refuse } from '../../../shared/result.ts'

const pay = '{"amountMinor":5500}'

function mint(): () => string {
  let count = 0
  return () => `id-${++count}`
}

function firstPress(minted: () => string): Intent {
  return nextIntent(null, pay, 0, minted)
}

describe('the id a command is sent under', () => {
  it('is the same for both halves of a double click, while the first is under way', () => {
    const minted = mint()
    expect(nextIntent(firstPress(minted), pay, 150, minted).commandId).toBe('id-1')
  })

  it('is the same for both halves of a double click, when the first was quick', () => {
    const minted = mint()
    const done = settle(firstPress(minted), ok(null), 20)
    expect(nextIntent(done, pay, 200, minted).commandId).toBe('id-1')
  })

  it('is a new one when the same thing is wanted again later', () => {
    const minted = mint()
    const done = settle(firstPress(minted), ok(null), 20)
    expect(nextIntent(done, pay, 60_000, minted).commandId).toBe('id-2')
  })

  it('is a new one after a refusal, which changed nothing', () => {
    const minted = mint()
    const refused = settle(firstPress(minted), refuse('appointment_cancelled', {}), 20)
    expect(nextIntent(refused, pay, 30, minted).commandId).toBe('id-2')
  })

  it('is the same after an unexpected error, when nobody knows whether it was carried out', () => {
    const minted = mint()
    const failure = refuse('unexpected', {})
    const unknown = settle(
      firstPress(minted),
      { ...failure, error: { ...failure.error, incidentId: 'i-1' } },
      20,
    )
    expect(nextIntent(unknown, pay, 60_000, minted).commandId).toBe('id-1')
  })

  it('is the same when the answer was lost on the way, which has no incident', () => {
    const minted = mint()
    const lost = settle(firstPress(minted), refuse('unexpected', {}), 20)
    expect(nextIntent(lost, pay, 60_000, minted).commandId).toBe('id-1')
  })

  it('is a new one for another input', () => {
    const minted = mint()
    expect(nextIntent(firstPress(minted), '{"amountMinor":1}', 10, minted).commandId).toBe('id-2')
  })
})

describe('a press on what turned out to be another', () => {
  const answer = refuse('changed_since', { shown: 1, now: 2, by: null })
  const press = firstPress(mint())

  it.each([
    { after: 0, isUnread: true, rule: 'the other half of a double click' },
    { after: 999, isUnread: true, rule: 'sooner than anybody reads' },
    { after: 1_000, isUnread: false, rule: 'after it could be read' },
  ])('$rule is answered as the first was: $isUnread', ({ after, isUnread: expected }) => {
    const outdated = settle(press, answer, 20)
    expect(isUnread(outdated, 20 + after)).toBe(expected)
  })

  it('is one only after such a refusal', () => {
    expect(isUnread(null, 20)).toBe(false)
    expect(isUnread(press, 20)).toBe(false)
    expect(isUnread(settle(press, ok(null), 20), 21)).toBe(false)
    expect(isUnread(settle(press, refuse('appointment_cancelled', {}), 20), 21)).toBe(false)
  })

  it('is sent under a new id once it was read', () => {
    const minted = mint()
    const outdated = settle(firstPress(minted), answer, 20)
    expect(nextIntent(outdated, pay, 2_000, minted).commandId).toBe('id-2')
  })
})
