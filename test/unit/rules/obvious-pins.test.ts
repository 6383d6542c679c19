import { describe, expect, it } from 'vitest'
import { decideNewPin } from '../../../main/features/staff/decide-staff.ts'
import { whyObvious } from '../../../shared/obvious-pin.ts'

describe('a new PIN', () => {
  it.each([
    { pin: '0000', why: 'repeats' },
    { pin: '77777777', why: 'repeats' },
    { pin: '1212', why: 'repeats' },
    { pin: '123123', why: 'repeats' },
    { pin: '1234', why: 'run' },
    { pin: '12345678', why: 'run' },
    { pin: '4321', why: 'run' },
    { pin: '7890', why: 'run' },
    { pin: '0987', why: 'run' },
    { pin: '6272', why: 'name' },
    { pin: '62725463', why: 'name' },
    { pin: '5463', why: 'name' },
    { pin: '2580', why: 'common' },
    { pin: '1213', why: null },
    { pin: '1243', why: null },
    { pin: '12340', why: null },
    { pin: '6273', why: null },
    { pin: '71925', why: null },
  ])('$pin for Mara Lindqvist: $why', ({ pin, why }) => {
    expect(whyObvious(pin, 'Mara Lindqvist')).toBe(why)
    const decided = decideNewPin(pin, 'Mara Lindqvist', 4)
    expect(decided.ok ? null : decided.error.code).toBe(why && 'pin_too_obvious')
  })

  it.each([
    { name: 'Åsa Öberg', pin: '6237', why: 'name' },
    { name: 'Agent 7105', pin: '7105', why: 'name' },
    { name: '王芳', pin: '7105', why: null },
  ])('that $name spells is found with accents, digits and other letters', ({ name, pin, why }) => {
    expect(whyObvious(pin, name)).toBe(why)
  })
})
