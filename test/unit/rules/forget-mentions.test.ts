import { describe, expect, it } from 'vitest'
import { withoutMentions } from '../../../main/features/clients/forget-mentions.ts'

const zoe = {
  name: 'Zoë Quirínius',
  phone: '+49 170 7305918',
  email: 'zoe.q@featherstone.example',
}

describe('a text without somebody', () => {
  it.each([
    ['their name', 'for Zoë Quirínius today', 'for … today'],
    ['their name alone', 'Zoë Quirínius', '…'],
    ['in other letters', 'for ZOË QUIRÍNIUS', 'for …'],
    ['without accents', 'for zoe quirinius', 'for …'],
    ['with accents as marks of their own', 'for Zoë Quirínius!'.normalize('NFD'), 'for …!'],
    ['as on a list', 'Quirínius, Zoë: paid', '…: paid'],
    ['with a gap more', 'Zoë  Quirínius', '…'],
    ['twice', 'Zoë Quirínius and zoe quirinius', '… and …'],
    ['with an s behind it', 'Zoë Quirínius’s card', '…’s card'],
    ['their e-mail', 'write zoe.q@featherstone.example.', 'write ….'],
    ['their e-mail in brackets', '550 <ZOE.Q@Featherstone.example> unknown', '550 <…> unknown'],
    ['their phone', 'call +49 170 7305918', 'call …'],
    ['their phone from home', 'call 0170-7305918 first', 'call … first'],
    ['their phone in one', 'call 01707305918', 'call …'],
    ['their phone from abroad', 'call 0049 (170) 730 59 18', 'call …'],
  ])('%s', (_, text, left) => {
    expect(withoutMentions(text, zoe)).toBe(left)
  })

  it.each([
    ['a part of their name', 'Zoë called'],
    ['another name that begins so', 'Zoë Quiríniusson'],
    ['another name that ends so', 'Chloézoë Quirínius'],
    ['their names far apart', 'Zoë and Max Quirínius'],
    ['another e-mail that ends so', 'max.zoe.q@featherstone.example'],
    ['another e-mail that begins so', 'zoe.q@featherstone.example.org'],
    ['a longer phone', 'call 0170 73059181'],
    ['a price', 'paid 1,707.30'],
    ['nothing', ''],
  ])('keeps %s', (_, text) => {
    expect(withoutMentions(text, zoe)).toBe(text)
  })

  it.each([
    ['one word', { name: 'Anna' }, 'Anna and Hannah', '… and Hannah'],
    ['two letters', { name: 'Jo' }, 'Jo said so', 'Jo said so'],
    ['Greek, which ends otherwise in small letters', { name: 'ΟΔΥΣΣΕΑΣ' }, 'Οδυσσέας', '…'],
    ['with signs that mean something to programs', { name: 'A. (B+) C*' }, 'a b c', '…'],
    ['no letters at all', { name: '—' }, 'a — b', 'a — b'],
  ])('of a name of %s', (_, name, text, left) => {
    expect(withoutMentions(text, { phone: null, email: null, ...name })).toBe(left)
  })

  it.each([
    ['written from home', '0170 7305918', 'call +49 170 7305918', 'call …'],
    ['too short to be one person’s', '112', 'room 112', 'room 112'],
    ['of six digits', '730591', 'call 730 591', 'call …'],
  ])('of a phone %s', (_, phone, text, left) => {
    expect(withoutMentions(text, { name: 'Nobody Else', email: null, phone })).toBe(left)
  })

  it('leaves no rest of a longer name, nor of an address, for a shorter name that is a part of it', () => {
    const people = [
      { name: 'Mina', phone: null, email: 'mina@zwiebel.example' },
      { name: 'Mina Zwiebelfisch', phone: null, email: null },
    ]
    const text = 'Mina, Mina Zwiebelfisch or Zwiebelfisch, Mina <mina@zwiebel.example>'
    expect(withoutMentions(text, ...people)).toBe('…, … or … <…>')
  })
})
