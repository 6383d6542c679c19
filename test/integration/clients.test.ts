import { beforeEach, describe, expect, it } from 'vitest'
import { bookSession, clientOf } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
})

const register = (details: {
  name: string
  phone?: string
  email?: string
  notes?: string
  messagesConsent?: boolean
}) => valueOf(studio.command('clients.register', details)).clientId
const profile = (clientId: string) => valueOf(studio.call('clients.get', { clientId }))
const find = (text: string) =>
  valueOf(studio.call('clients.search', { text })).map(({ name }) => name)

describe('the profile of a client', () => {
  it('counts what is to come and what was', () => {
    const clientId = register({ name: 'Cleo Client' })
    const client = { kind: 'existing', clientId } as const
    bookSession(studio, '2026-03-02T09:00', { client })
    const cancelled = bookSession(studio, '2026-03-03T09:00', { client })
    bookSession(studio, '2026-03-04T09:00', { client })
    valueOf(
      studio.agree('appointments.cancel', {
        appointmentId: cancelled,
        by: 'client',
        reason: 'client_ill',
        refund: false,
      }),
    )
    expect(profile(clientId).counts).toEqual({ upcoming: 2, visits: 0, noShows: 0, cancelled: 1 })
    const starts = (when: 'upcoming' | 'past') =>
      valueOf(studio.call('clients.sessions', { clientId, when })).map(
        ({ localStart }) => localStart,
      )
    expect(starts('upcoming')).toEqual(['2026-03-02T09:00', '2026-03-04T09:00'])
    expect(starts('past')).toEqual(['2026-03-03T09:00'])
    // A session belongs to the past once it has ended, not before.
    studio.at('2026-03-02T09:59')
    expect(starts('upcoming')).toHaveLength(2)
    studio.at('2026-03-02T10:00')
    expect(starts('upcoming')).toEqual(['2026-03-04T09:00'])
  })

  it('is changed as a whole; the log says which fields, never to what', () => {
    const clientId = register({ name: 'Cleo Client', phone: '0301 2345' })
    valueOf(
      studio.command('clients.update', {
        clientId,
        name: 'Cleo Clientele',
        email: 'cleo@example.org',
        notes: 'Knee',
        messagesConsent: true,
      }),
    )
    expect(profile(clientId)).toMatchObject({
      name: 'Cleo Clientele',
      phone: null,
      email: 'cleo@example.org',
      notes: 'Knee',
      messagesConsent: true,
    })
    expect(studio.events('client.updated').map(({ data }) => data)).toEqual([
      { clientId, fields: ['name', 'phone', 'email', 'notes', 'messagesConsent'] },
    ])
    expect(find('clientele')).toEqual(['Cleo Clientele'])
    expect(find('2345')).toEqual([])
  })

  it('writes nothing when nothing changed', () => {
    const clientId = register({ name: 'Cleo Client' })
    valueOf(studio.command('clients.update', { clientId, name: 'Cleo Client' }))
    expect(studio.events('client.updated')).toEqual([])
  })

  it.each([
    ['no name', { name: ' ' }, 'invalid_input'],
    ['a phone without digits', { name: 'A', phone: 'call me' }, 'invalid_input'],
    ['an e-mail without an at', { name: 'A', email: 'nowhere' }, 'invalid_input'],
    ['notes of 2,001 letters', { name: 'A', notes: 'x'.repeat(2_001) }, 'invalid_input'],
    ['notes of 2,000 letters', { name: 'A', notes: 'x'.repeat(2_000) }, 'ok'],
  ])('with %s: %j is %s', (_, details, outcome) => {
    expect(outcomeOf(studio.command('clients.register', details))).toBe(outcome)
  })
})

describe('who may be the same person', () => {
  const known = { name: 'José García', phone: '+49 170 1234567', email: 'jose@example.org' }

  it.each([
    ['the same name without the accent', { name: 'jose garcia' }, ['name']],
    ['the same phone with a zero', { name: 'Somebody', phone: '0170-1234567' }, ['phone']],
    ['the same e-mail in capitals', { name: 'Somebody', email: 'JOSE@example.org' }, ['email']],
    ['all of them', known, ['phone', 'email', 'name']],
    ['a part of the name', { name: 'José' }, null],
    ['another phone', { name: 'Somebody', phone: '0170 7654321' }, null],
  ])('is said on registering with %s', (_, typed, because) => {
    const clientId = register(known)
    const similar = valueOf(studio.call('clients.similar', typed))
    expect(similar.map(({ id, because }) => [id, because])).toEqual(
      because === null ? [] : [[clientId, because]],
    )
    expect(valueOf(studio.call('clients.similar', { ...typed, exceptId: clientId }))).toEqual([])
  })

  it.each([
    ['Jürgen Müller', ['Jurgen Mueller', 'Juergen Muller', 'Mueller Jürgen']],
    ['Öztürk Ali', ['Oezturk Ali', 'Ali Öztuerk']],
    ['やまだ 髙橋', ['ヤマダ 高橋']],
  ])('is said of %s however each letter is spelled', (name, typed) => {
    const clientId = register({ name })
    for (const each of typed) {
      const similar = valueOf(studio.call('clients.similar', { name: each }))
      expect([each, similar.map(({ id }) => id)]).toEqual([each, [clientId]])
    }
  })

  it('is listed: the same phone and e-mail before the same name, nobody twice for one reason', () => {
    const a = register(known)
    const b = register({ name: 'Jose Garcia', phone: '0170 1234567' })
    const c = register({ name: 'Anna Wu' })
    const d = register({ name: 'anna  wu' })
    register({ name: 'Alone' })
    const suspected = valueOf(studio.call('clients.duplicates', {}))
    expect(suspected.map(({ because, clients }) => [because, clients.map(({ id }) => id)])).toEqual(
      [
        ['phone', [a, b]],
        ['name', [c, d]],
      ],
    )
  })
})

describe('merging two clients', () => {
  it('moves everything to the one who stays, and the other’s id finds them', () => {
    const keepId = register({ name: 'Anna Wu', phone: '0301 1111' })
    const mergeId = register({
      name: 'Anna Wou',
      email: 'anna@example.org',
      messagesConsent: true,
      notes: 'Knee',
    })
    const mine = bookSession(studio, '2026-03-03T09:00', {
      client: { kind: 'existing', clientId: keepId },
    })
    const theirs = bookSession(studio, '2026-03-04T09:00', {
      client: { kind: 'existing', clientId: mergeId },
    })
    for (const [id, clientId, amount] of [
      ['a', keepId, 300],
      ['b', mergeId, 700],
    ] as const) {
      studio.app.database
        .prepare(
          `INSERT INTO account_entries (id, client_id, kind, amount_minor, currency, created_at, created_by)
           VALUES (?, ?, 'top_up', ?, 'EUR', '2026-01-01T00:00:00.000Z', ?)`,
        )
        .run(id, clientId, amount, studio.people.staff.desk.id)
    }
    const preview = valueOf(studio.call('clients.mergePreview', { keepId, mergeId }))
    expect(preview.moves).toEqual({ account_entries: 1, appointments: 1 })
    expect(preview.balanceMinor).toBe(1_000)

    const fields = { name: 'keep', phone: 'keep', email: 'merge' } as const
    valueOf(studio.command('clients.merge', { keepId, mergeId, fields }))
    expect(profile(keepId)).toMatchObject({
      name: 'Anna Wu',
      phone: '0301 1111',
      email: 'anna@example.org',
      messagesConsent: true,
      notes: 'Knee',
      counts: { upcoming: 2 },
    })
    expect(profile(mergeId)).toEqual(profile(keepId))
    expect([mine, theirs].map((id) => clientOf(studio, id))).toEqual([keepId, keepId])
    expect(
      studio.rows(
        'SELECT sum(amount_minor) AS sum FROM account_entries WHERE client_id = ?',
        keepId,
      ),
    ).toEqual([{ sum: 1_000 }])
    expect(find('anna')).toEqual(['Anna Wu'])
    expect(find('wou')).toEqual([])
    expect(find('')).toEqual(['Anna Wu'])
    expect(studio.events('client.merged').map(({ data }) => data)).toEqual([
      { clientId: keepId, mergedClientId: mergeId },
    ])
    // Who books by the old id books for the one who stays.
    const again = bookSession(studio, '2026-03-05T09:00', {
      client: { kind: 'existing', clientId: mergeId },
    })
    expect(clientOf(studio, again)).toBe(keepId)
  })

  it('is never a chain: the first of three ids finds the last', () => {
    const [a, b, c] = ['A one', 'B two', 'C three'].map((name) => register({ name })) as [
      string,
      string,
      string,
    ]
    const fields = { name: 'keep', phone: 'keep', email: 'keep' } as const
    valueOf(studio.command('clients.merge', { keepId: b, mergeId: a, fields }))
    valueOf(studio.command('clients.merge', { keepId: c, mergeId: b, fields }))
    expect(profile(a).id).toBe(c)
    expect(outcomeOf(studio.command('clients.merge', { keepId: c, mergeId: a, fields }))).toBe(
      'same_client',
    )
  })

  it('consent follows the e-mail it was given for', () => {
    const keepId = register({ name: 'A', email: 'a@example.org', messagesConsent: false })
    const mergeId = register({ name: 'B', email: 'b@example.org', messagesConsent: true })
    const fields = { name: 'keep', phone: 'keep', email: 'keep' } as const
    valueOf(studio.command('clients.merge', { keepId, mergeId, fields }))
    expect(profile(keepId).messagesConsent).toBe(false)
  })
})
