import { beforeEach, describe, expect, it } from 'vitest'
import { refoldClients } from '../../main/features/clients/fold-clients.ts'
import { newId } from '../../shared/ids.ts'
import { bookSession, clientOf } from '../support/book-session.ts'
import { nameCases } from '../support/name-cases.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio

const people = [
  { name: 'José García', phone: '+49 170 1234567', email: 'jose.garcia@example.org' },
  { name: 'Nguyễn Thị Ánh', phone: '0301 555', email: null },
  { name: 'Anna Wu', phone: null, email: 'anna@example.net' },
  { name: 'Annabel Smith-Jones', phone: '(030) 99-88', email: 'smith@example.org' },
  { name: 'Joanna Ray', phone: null, email: 'joanna_ray@example.org' },
  { name: "Conor O'Brien", phone: null, email: null },
  { name: '李小龙', phone: null, email: null },
  { name: 'Ø 100 % "Quoted" AND OR', phone: null, email: null },
]

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
  people.forEach(({ name, phone, email }, index) => addClient(name, phone, email, index))
})

function addClient(name: string, phone: string | null, email: string | null, day = 1): void {
  const seen = `2026-01-${String((day % 28) + 1).padStart(2, '0')}T00:00:00.000Z`
  studio.app.database
    .prepare(
      `INSERT INTO clients (id, name, phone, email, last_seen_at, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
    )
    .run(newId(), name, phone, email, seen, seen)
}

const find = (text: string, limit = 12) =>
  valueOf(studio.call('clients.search', { text, limit })).map(({ name }) => name)

describe('finding a client', () => {
  it.each([
    { text: 'José García', finds: 'José García' },
    { text: 'jose', finds: 'José García' },
    { text: 'GARCIA', finds: 'José García' },
    { text: 'arcí', finds: 'José García' },
    { text: 'Jose\u0301', finds: 'José García' },
    { text: 'nguyen', finds: 'Nguyễn Thị Ánh' },
    { text: 'Nguyễn', finds: 'Nguyễn Thị Ánh' },
    { text: 'anh', finds: 'Nguyễn Thị Ánh' },
    { text: '1234567', finds: 'José García' },
    { text: '+49 170', finds: 'José García' },
    { text: '99-88', finds: 'Annabel Smith-Jones' },
    { text: 'garcia@', finds: 'José García' },
    { text: 'example.net', finds: 'Anna Wu' },
    { text: 'jose.garcia@example.org', finds: 'José García' },
    { text: 'José García <jose.garcia@example.org>', finds: 'José García' },
    { text: '"García, José" <jose.garcia@example.org>,', finds: 'José García' },
    { text: '<jose.garcia@example.org>;', finds: 'José García' },
    { text: 'mailto:jose.garcia@example.org', finds: 'José García' },
    { text: 'MAILTO:jose.garcia@example.org?subject=Hello', finds: 'José García' },
    { text: 'José (jose.garcia@example.org).', finds: 'José García' },
    { text: 'José<jose.garcia@example.org>', finds: 'José García' },
    { text: 'jose.garcia@example.org.', finds: 'José García' },
    { text: '“joanna_ray@example.org”', finds: 'Joanna Ray' },
    { text: '李小龍', finds: '李小龙' },
    { text: '0170 1234567', finds: 'José García' },
    { text: '+491701234567', finds: 'José García' },
    { text: '170/123-4567', finds: 'José García' },
    { text: 'smith-jones', finds: 'Annabel Smith-Jones' },
    { text: "o'brien", finds: "Conor O'Brien" },
    { text: '李小龙', finds: '李小龙' },
  ])('“$text” finds $finds', ({ text, finds }) => {
    expect(find(text)).toEqual([finds])
  })

  it.each([
    { text: 'garcia jose', finds: ['José García'] },
    { text: 'jose 170', finds: ['José García'] },
    { text: '  anna   smith ', finds: ['Annabel Smith-Jones'] },
    { text: 'anna garcia', finds: [] },
    { text: 'anna example.net', finds: ['Anna Wu'] },
    { text: '.net garcia', finds: [] },
    { text: 'jose.garcia@example.org garcia', finds: ['José García'] },
    { text: 'joanna.garcia@example.org garcia', finds: [] },
  ])('every word of “$text” must be there, in any order', ({ text, finds }) => {
    expect(find(text)).toEqual(finds)
  })

  it.each([
    { text: 'wu', finds: ['Anna Wu'] },
    { text: 'anna wu', finds: ['Anna Wu'] },
    { text: 'wu anna', finds: ['Anna Wu'] },
    { text: 'jo ga', finds: ['José García'] },
    { text: 'Jó', finds: ['Annabel Smith-Jones', 'Joanna Ray', 'José García'] },
    { text: 'Jo\u0301', finds: ['Annabel Smith-Jones', 'Joanna Ray', 'José García'] },
    { text: 'zé', finds: [] },
    { text: '李', finds: ['李小龙'] },
  ])('words of one or two letters work too: “$text”', ({ text, finds }) => {
    expect(find(text).toSorted()).toEqual(finds)
  })

  it.each(['luis', 'pello', 'Peŀló', 'pel·lo', 'pel lo'])(
    'a Catalan l with its dot is found by one sign, by two and by none: “%s”',
    (text) => {
      valueOf(studio.command('clients.register', { name: 'Ŀuís Peŀló' }))
      expect(find(text)).toEqual(['Ŀuís Peŀló'])
    },
  )

  it('puts names that begin with the text first, then names with such a word, then the rest', () => {
    addClient('Mary Anna', null, null)
    addClient('Bert', null, 'bert.anna@example.org')
    expect(find('anna')).toEqual([
      'Anna Wu',
      'Annabel Smith-Jones',
      'Mary Anna',
      'Joanna Ray',
      'Bert',
    ])
  })

  it('finds a short last name also among hundreds of the same first name', () => {
    studio.app.database.exec('BEGIN')
    for (let i = 0; i < 400; i += 1) addClient(`Maria Muster ${i}`, null, null, i)
    addClient('Maria Li', null, null)
    studio.app.database.exec('COMMIT')
    refoldClients(studio.app.work)
    expect(find('maria li')[0]).toBe('Maria Li')
  })

  it('finds a name first among hundreds who have the same word in their e-mail', () => {
    studio.app.database.exec('BEGIN')
    addClient('Exa Mpel', null, 'exa@example.org')
    addClient('Wexample Nils', null, null)
    addClient('Nils Example', null, null)
    addClient('Example Nils', null, null)
    for (let i = 0; i < 400; i += 1) addClient(`Guest ${i}`, null, `guest${i}@example.org`, i)
    studio.app.database.exec('COMMIT')
    refoldClients(studio.app.work)
    expect(find('example').slice(0, 3)).toEqual(['Example Nils', 'Nils Example', 'Wexample Nils'])
    expect(find('guest399 example')).toEqual(['Guest 399'])
    expect(find('ex', 3)).toEqual(['Exa Mpel', 'Example Nils', 'Nils Example'])
  })

  it('finds the one address and the one number among hundreds that are nearly the same', () => {
    studio.app.database.exec('BEGIN')
    addClient('Pia One', '+49 30 5551234', 'info@studio.example.com')
    for (let i = 0; i < 400; i += 1)
      addClient(`Firm ${i}`, `+49 ${i + 400} 551234`, `info@firm${i}.org`)
    studio.app.database.exec('COMMIT')
    refoldClients(studio.app.work)
    expect(find('info@studio.example.com')).toEqual(['Pia One'])
    expect(find('030 5551234')).toEqual(['Pia One'])
    expect(find('030 6551234')).toEqual([])
    expect(find('info@firm7.org')).toEqual(['Firm 7'])
    expect(find('nobody@firm7.org')).toEqual([])
  })

  it('finds a domain beside a name that very many have', () => {
    addClient('Kim One', null, 'kim@studio.example.com')
    for (let i = 0; i < 200; i += 1) addClient(`Kim ${i}`, null, `kim${i}@example.org`, i)
    expect(find('kim studio.example.com')).toEqual(['Kim One'])
    expect(find('kim example.org')).toHaveLength(12)
  })

  it('looks at who has the rare word for the one that everybody has, and at nobody else', () => {
    studio.app.database.exec('BEGIN')
    addClient('Quincy Adams', null, 'q.adams@example.org')
    addClient('Jacqui Bo', null, 'jacqui@example.org')
    addClient('Eva Quast', null, 'eva@elsewhere.net')
    for (let i = 0; i < 700; i += 1) addClient(`Zia Abel ${i}`, null, `zia${i}@example.org`, i)
    studio.app.database.exec('COMMIT')
    refoldClients(studio.app.work)
    expect(find('example q')).toEqual(['Quincy Adams'])
    expect(find('qui example')).toEqual(['Jacqui Bo', 'Quincy Adams'])
    expect(find('example.org adam')).toEqual(['Quincy Adams'])
    expect(find('q elsewhere')).toEqual(['Eva Quast'])
    expect(find('zia abel example org', 50)).toHaveLength(50)
    for (let i = 0; i < 50; i += 1) addClient(`Zia New ${i}`, null, `zia.new${i}@myexample.org`, i)
    expect(find('zi example', 50).filter((name) => name.startsWith('Zia New'))).toEqual([])
  })

  it('answers at most as many as asked for', () => {
    expect(find('an', 2)).toHaveLength(2)
    expect(find('', 3)).toHaveLength(3)
    expect(outcomeOf(studio.call('clients.search', { text: '', limit: 0 }))).toBe('invalid_input')
    expect(outcomeOf(studio.call('clients.search', { text: 'x'.repeat(101) }))).toBe(
      'invalid_input',
    )
  })

  it.each(['', '   '])('with “%s” answers who was seen last, newest first', (text) => {
    const newest = people.map(({ name }) => name).toReversed()
    expect(find(text)).toEqual(newest)
    bookSession(studio, '2026-03-02T09:00', {
      client: {
        kind: 'existing',
        clientId: valueOf(studio.call('clients.search', { text: 'garcia' }))[0]!.id,
      },
    })
    expect(find(text)[0]).toBe('José García')
  })

  it('finds a new client at once, and under the new name after a change', () => {
    const id = clientOf(
      studio,
      bookSession(studio, '2026-03-02T09:00', {
        client: { kind: 'new', client: { name: 'Xaver Zufall' } },
      }),
    )
    expect(find('xaver')).toEqual(['Xaver Zufall'])
    studio.app.database.prepare('UPDATE clients SET name = ? WHERE id = ?').run('Yves Zufall', id)
    expect(find('xaver')).toEqual([])
    expect(find('yves')).toEqual(['Yves Zufall'])
  })
})

describe('a text that looks like a query', () => {
  it.each([
    '%',
    '_',
    '"',
    '""',
    '"""',
    "'",
    '*',
    'jos*',
    '^jose',
    'name:jose',
    'name : jose',
    '-jose',
    'NOT jose',
    'jose OR anna',
    'jose AND anna',
    'NEAR(jose anna)',
    '(',
    '()',
    '{name phone}',
    'a"b',
    '"jose"',
    "'; DROP TABLE clients; --",
    '\\',
    '\u0000',
    'jose\u0000',
    '\u0000\u0000\u0000\u0000',
    '\ud800\ud800\ud800',
    '\u0301\u0301\u0301',
    '😀😀😀',
  ])('is looked for as it is and harms nothing: %j', (text) => {
    const answer = studio.call('clients.search', { text })
    expect(outcomeOf(answer)).toBe('ok')
    expect(find('anna').length).toBeGreaterThan(0)
  })

  it('is found where it stands', () => {
    expect(find('100 %')).toEqual(['Ø 100 % "Quoted" AND OR'])
    expect(find('"Quoted"')).toEqual(['Ø 100 % "Quoted" AND OR'])
    expect(find('quoted AND')).toEqual(['Ø 100 % "Quoted" AND OR'])
    expect(find('joanna_ray')).toEqual(['Joanna Ray'])
    expect(find('joanna%ray')).toEqual([])
  })
})

/** Beside the given cases: parts, other orders, and what parts words or does not. */
const alsoFound: readonly (readonly [typed: string, finds: readonly string[]])[] = [
  ['ез', []],
  ['ez', ['jose']],
  ['eanlu', ['jeanluc']],
  ['nluc mar', ['jeanluc']],
  ['cmartin', []],
  ['lucmartin', ['jeanluc']],
  ['de lacruz', ['delacruz']],
  ['inesdelacruz', ['delacruz']],
  ['cruz de la', ['delacruz']],
  ['중', []],
  ['수', ['kim']],
  ['小', ['wang']],
  ['中さ', ['tanaka']],
  ['AERO', ['soren']],
  ['djukic', ['dorde']],
  ['thóra', ['thora']],
  ['Guðmund', ['thora']],
  ['ﬂynn', ['fiona']],
  ['ｋｅｎ', ['wide']],
  ['أَحْمَد', ['ahmed']],
  ['שָׂרָה', ['sara']],
  ['королёва', ['natalia']],
  ['παπαδόπουλος', ['alex']],
  ['o-brien', ['obrien']],
  ['anna-bauer', ['anna']],
  ['a12', ['x']],
  ['x æ a', ['x']],
  ['mueller jürgen', ['muller']],
  ['müller petra', ['mueller']],
  ['siobhan o', ['obrien']],
]

describe('clients from everywhere', () => {
  it('are found however their names are typed, by any part, and nobody else is', () => {
    studio.app.database.prepare('DELETE FROM clients').run()
    Object.values(nameCases.clients).forEach((name, day) => addClient(name, null, null, day))
    const cases = [
      ...nameCases.search.map(({ typed, finds }) => [typed, finds] as const),
      ...alsoFound,
    ]
    const nameOf = (key: string) => nameCases.clients[key]!
    expect(cases.map(([typed]) => [typed, find(typed, 50).toSorted()])).toEqual(
      cases.map(([typed, keys]) => [typed, keys.map(nameOf).toSorted()]),
    )
  })

  it('are found by their phones as the studio’s country writes them, and by no other number', () => {
    for (const { country, stored, found, notFound } of nameCases.phones) {
      studio.app.database.prepare('UPDATE studio SET country = ?').run(country)
      studio.app.database.prepare('DELETE FROM clients').run()
      addClient('Pia Phone', stored, null)
      const who = (typed: string) => [country, typed, find(typed)]
      expect(found.map(who)).toEqual(found.map((typed) => [country, typed, ['Pia Phone']]))
      expect(notFound.map(who)).toEqual(notFound.map((typed) => [country, typed, []]))
    }
  })

  it.each([
    ['(+49) 30 123456', ['030 123456', '+49 030 123456', 'tel:+49-30-123456']],
    ['030 123456', ['(+49) 30 123456', '+49 (030) 123456', '0049 030 123456', '030 123\u2212456']],
  ])('are found by a phone kept as %s in every way to write it', (phone, typed) => {
    addClient('Ada', phone, null)
    for (const each of typed) expect([each, find(each)]).toEqual([each, ['Ada']])
  })

  it('are found again by other rules when the studio turns out to be elsewhere', () => {
    addClient('Pia Phone', '0171 3920014', null)
    expect(find('+49 171 3920014')).toEqual(['Pia Phone'])
    studio.signIn('manager')
    const { undo } = valueOf(studio.command('studio.setCountry', { country: 'AT' }))
    expect(find('+49 171 3920014')).toEqual([])
    expect(find('+43 171 3920014')).toEqual(['Pia Phone'])
    valueOf(studio.undo(undo))
    expect(find('+49 171 3920014')).toEqual(['Pia Phone'])
  })

  it('are found by an address in any script, and by how mail servers write it', () => {
    addClient('Uta Umlaut', null, 'uta@müller.example')
    for (const typed of ['uta@müller.example', 'müller.ex', 'mueller.ex', 'xn--mller', 'uta@mu']) {
      expect([typed, find(typed)]).toEqual([typed, ['Uta Umlaut']])
    }
  })
})

describe('a studio from before FitFlow asked for its country', () => {
  it('takes it from its zone, reads every phone by it, and says so once', () => {
    addClient('Pia Phone', '0171 3920014', null)
    studio.app.database.exec(
      `UPDATE studio SET country = NULL; DELETE FROM client_folds; DELETE FROM client_fold_rules`,
    )
    studio.reopen()
    studio.signIn('manager')
    const status = () => {
      const answer = valueOf(studio.call('studio.status', {}))
      return answer.state === 'ready' ? answer.studio : null
    }
    expect(status()).toMatchObject({ country: 'DE', countryAssumed: true })
    expect(find('+49 171 3920014')).toEqual(['Pia Phone'])
    valueOf(studio.command('studio.countryTold', {}))
    expect(status()).toMatchObject({ country: 'DE', countryAssumed: false })
    studio.reopen()
    expect(status()).toMatchObject({ country: 'DE', countryAssumed: false })
  })
})
