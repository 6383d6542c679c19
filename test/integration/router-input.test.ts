import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { leavingAllAsItWas } from '../support/leaving-all-as-it-was.ts'
import { bookingInput, bookSession } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf } from '../support/read-result.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
})

const megabyte = 'x'.repeat(1_000_000)
const booking = (changes: Record<string, unknown>) => ({
  ...bookingInput(studio, '2026-03-02T09:00'),
  shown: { priceMinor: 5_500 },
  ...changes,
})

describe('a booking with bad input is refused, and the database is as it was', () => {
  it.each([
    {
      what: 'no trainer',
      change: { trainerId: undefined },
      code: 'invalid_input',
      field: 'trainerId',
    },
    { what: 'no client', change: { client: undefined }, code: 'invalid_input', field: 'client' },
    { what: 'a number for a start', change: { start: 900 }, code: 'invalid_input', field: 'start' },
    {
      what: 'a start with seconds',
      change: { start: '2026-03-02T09:00:00' },
      code: 'invalid_input',
      field: 'start',
    },
    {
      what: 'a start in UTC',
      change: { start: '2026-03-02T09:00Z' },
      code: 'invalid_input',
      field: 'start',
    },
    {
      what: 'a day that is none',
      change: { start: '2026-02-30T09:00' },
      code: 'invalid_input',
      field: 'start',
    },
    {
      what: 'an id that is none',
      change: { serviceId: '1' },
      code: 'invalid_input',
      field: 'serviceId',
    },
    {
      what: 'SQL for an id',
      change: { trainerId: "' OR 1=1 --" },
      code: 'invalid_input',
      field: 'trainerId',
    },
    {
      what: 'a list for an id',
      change: { trainerId: [] },
      code: 'invalid_input',
      field: 'trainerId',
    },
    {
      what: 'text for a yes or no',
      change: { allowOutsideHours: 'yes' },
      code: 'invalid_input',
      field: 'allowOutsideHours',
    },
    {
      what: 'a client of an unknown kind',
      change: { client: { kind: 'ghost' } },
      code: 'invalid_input',
      field: 'client.kind',
    },
    {
      what: 'a client without a name',
      change: { client: { kind: 'new', client: { name: '   ' } } },
      code: 'invalid_input',
      field: 'client.client.name',
    },
    {
      what: 'an address that is none',
      change: { client: { kind: 'new', client: { name: 'Cleo', email: 'cleo@' } } },
      code: 'invalid_input',
      field: 'client.client.email',
    },
    {
      what: 'a note of 501 letters',
      change: { note: 'x'.repeat(501) },
      code: 'invalid_input',
      field: 'note',
    },
    { what: 'a text of 1 MB', change: { note: megabyte }, code: 'payload_too_large' },
    {
      what: 'a text of 1 MB in a field nobody asked for',
      change: { more: megabyte },
      code: 'payload_too_large',
    },
    {
      what: 'a start that the clocks skip',
      change: { start: '2026-03-29T02:30' },
      code: 'time_does_not_exist',
    },
    {
      what: 'an end before the start',
      change: { end: '2026-03-02T08:30' },
      code: 'end_before_start',
    },
    { what: 'an end at the start', change: { end: '2026-03-02T09:00' }, code: 'end_before_start' },
    { what: 'an end on another day', change: { end: '2026-03-04T09:00' }, code: 'too_long' },
    {
      what: 'a trainer who is not there',
      change: { trainerId: newId() },
      code: 'trainer_not_found',
    },
    {
      what: 'a service that is not there',
      change: { serviceId: newId() },
      code: 'service_not_found',
    },
    {
      what: 'a client who is not there',
      change: { client: { kind: 'existing', clientId: newId() } },
      code: 'client_not_found',
    },
  ])('$what: $code', ({ change, code, field }) => {
    const answer = leavingAllAsItWas(studio, () =>
      studio.send({ name: 'appointments.create', commandId: newId(), input: booking(change) }),
    )
    const refusal = refusalOf(answer)
    expect(refusal.code).toBe(code)
    expect(refusal.details?.['field']).toBe(field)
    expect(studio.incidents).toEqual([])
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'book'],
    ['a number', 42],
    ['a list', []],
    ['a map', new Map([['start', '09:00']])],
    ['bytes', new Uint8Array(100)],
  ])('%s instead of an input: invalid_input', (_, input) => {
    const answer = leavingAllAsItWas(studio, () =>
      studio.send({ name: 'appointments.create', commandId: newId(), input }),
    )
    expect(refusalOf(answer).code).toBe('invalid_input')
  })

  it.each([
    ['a circle', () => circle()],
    ['a number that JSON does not know', () => booking({ note: 10n })],
    ['a nest of 20,000 lists', () => booking({ note: nest(20_000) })],
    ['a date', () => booking({ note: new Date(0) })],
    ['bytes of 16 MB', () => booking({ note: new Uint8Array(16_000_000) })],
    ['a field that is inherited', () => Object.create(booking({})) as unknown],
  ])('%s: invalid_input, and no incident', (_, input) => {
    const answer = leavingAllAsItWas(studio, () =>
      studio.send({ name: 'appointments.create', commandId: newId(), input: input() }),
    )
    expect(refusalOf(answer).code).toBe('invalid_input')
    expect(studio.incidents).toEqual([])
  })

  function circle(): Record<string, unknown> {
    const input: Record<string, unknown> = booking({})
    input['self'] = input
    return input
  }

  function nest(depth: number): unknown {
    let inner: unknown = 'x'
    for (let i = 0; i < depth; i += 1) inner = [inner]
    return inner
  }
})

it('a list with a gap of four thousand million places is too large, without a look into it', () => {
  const sparse: unknown[] = []
  sparse[4_000_000_000] = 'end'
  const input = booking({ more: sparse })
  const answer = studio.send({ name: 'appointments.create', commandId: newId(), input })
  expect(refusalOf(answer).code).toBe('payload_too_large')
})

it('an error’s own name is nobody’s: no client is registered by it', () => {
  const input = new Error('no input')
  const answer = studio.send({ name: 'clients.register', commandId: newId(), input })
  expect(refusalOf(answer).code).toBe('invalid_input')
  expect(studio.send(Object.assign(new Error('none'), { name: 'studio.status' }))).toMatchObject({
    error: { code: 'invalid_input' },
  })
})

it('half an emoji, as a clipboard may hold it, is refused by the field it stands in', () => {
  const client = { kind: 'new', client: { name: 'Cleo \uD83D' } }
  const send = (commandId: string) =>
    studio.send({ name: 'appointments.create', commandId, input: booking({ client }) })
  const id = newId()
  expect(send(id)).toMatchObject({
    error: { code: 'invalid_input' },
  })
  expect(studio.incidents).toEqual([])
})

describe('a request that is none is refused', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'appointments.create'],
    ['a list', ['appointments.create']],
    ['one without a name', { input: {} }],
    ['one with a number for a name', { name: 7, input: {} }],
    ['one with a name of 1 kB', { name: 'x'.repeat(1_000), input: {} }],
    ['one that says who asks', { name: 'studio.status', input: {}, actor: { role: 'manager' } }],
    ['one with a commandId that is none', { name: 'studio.status', input: {}, commandId: '1' }],
  ])('%s', (_, raw) => {
    const answer = leavingAllAsItWas(studio, () => studio.send(raw))
    expect(refusalOf(answer).code).toBe('invalid_input')
  })

  it.each([
    'appointments.destroy',
    'appointments',
    '',
    'APPOINTMENTS.CREATE',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'valueOf',
  ])('the channel “%s”, which does not exist', (name) => {
    const answer = leavingAllAsItWas(studio, () =>
      studio.send({ name, input: {}, commandId: newId() }),
    )
    expect(refusalOf(answer).code).toBe('unknown_channel')
  })

  it('a command without a commandId', () => {
    const answer = leavingAllAsItWas(studio, () =>
      studio.send({ name: 'appointments.create', input: booking({}) }),
    )
    expect(refusalOf(answer)).toMatchObject({
      code: 'invalid_input',
      details: { field: 'commandId' },
    })
  })

  it('with the name of a field and the reason in the sentence', () => {
    const answer = studio.send({
      name: 'appointments.create',
      commandId: newId(),
      input: booking({ start: undefined }),
    })
    expect(refusalOf(answer).message).toMatch(/^“start” is not right: .+\.$/)
  })

  it('with an input right at the limit taken, and more refused', () => {
    const send = (signs: number) =>
      studio.send({
        name: 'appointments.create',
        commandId: newId(),
        input: booking({ padding: 'x'.repeat(signs) }),
      })
    expect(refusalOf(send(64 * 1024)).code).toBe('payload_too_large')
    expect(outcomeOf(send(64 * 1000))).toBe('ok')
  })
})

describe('what a payload says beyond the contract', () => {
  it('is ignored: the actor is who signed in, whatever the input claims', () => {
    studio.signIn('desk')
    const forged = {
      actor: { id: studio.people.staff.manager.id, role: 'manager' },
      actorId: 'x',
      role: 'manager',
    }
    const answer = studio.send({
      name: 'appointments.create',
      commandId: newId(),
      input: { ...booking({ start: '2026-03-02T21:00', allowOutsideHours: true }), ...forged },
    })
    expect(refusalOf(answer).code).toBe('approval_needed')
    bookSession(studio, '2026-03-02T09:00', forged as object)
    expect(studio.events('appointment.created')[0]!.metadata.userId).toBe(
      studio.people.staff.desk.id,
    )
  })

  it('does not change an object’s prototype', () => {
    const input = JSON.parse(
      JSON.stringify(booking({})).replace('{', '{"__proto__":{"allowOutsideHours":true},'),
    ) as unknown
    expect(outcomeOf(studio.send({ name: 'appointments.create', commandId: newId(), input }))).toBe(
      'ok',
    )
    expect(({} as Record<string, unknown>)['allowOutsideHours']).toBeUndefined()
  })
})
