import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asciiAddress, emailSchema } from '../../../shared/email-address.ts'
import { nameSchema } from '../../../shared/name.ts'
import { phoneSchema } from '../../../shared/phone-number.ts'
import { lineSchema, optionalField, proseSchema } from '../../../shared/plain-text.ts'
import { nameCases } from '../../support/name-cases.ts'

const stored = (text: string) => nameSchema.safeParse(text).data ?? null

describe('a name', () => {
  it.each(nameCases.text.map((each) => [JSON.stringify(each.in), each.in, each.stored ?? null]))(
    'given as %s is stored as %s → %j',
    (_, text, expected) => {
      expect(stored(text)).toBe(expected)
    },
  )

  it.each<[what: string, text: string, expected: string | null]>([
    ['a direction mark', 'Ann\u200E Lee\u200F', 'Ann Lee'],
    ['an isolate', '\u2066Ann\u2069', 'Ann'],
    ['an Arabic letter mark', 'أحمد\u061C', 'أحمد'],
    ['a byte order mark', '\uFEFFAnn', 'Ann'],
    ['a soft hyphen', 'Karl\u00ADheinz', 'Karlheinz'],
    ['a word joiner', 'Ann\u2060Lee', 'AnnLee'],
    ['a grapheme joiner', 'Ann\u034FLee', 'AnnLee'],
    ['tags', 'Ann\u{E0041}\u{E0042}', 'Ann'],
    ['the flag of Scotland, spelled in tags', '🏴󠁧󠁢󠁳󠁣󠁴󠁿 Ian', '🏴󠁧󠁢󠁳󠁣󠁴󠁿 Ian'],
    ['a flag without its end', 'Ann 🏴\u{E0073}\u{E0065}\u{E0063}', 'Ann 🏴'],
    ['a flag of too much text', `🏴${'\u{E0073}'.repeat(7)}\u{E007F} Ann`, '🏴 Ann'],
    ['a flag of other signs', '🏴\u{E0073}\u{E0020}\u{E0063}\u{E007F} Ann', '🏴 Ann'],
    ['the end of a flag alone', 'Ann 🏴\u{E007F}', 'Ann 🏴'],
    ['a Mongolian letter in another shape', 'ᠠ\u180B', 'ᠠ\u180B'],
    ['selectors in a row', 'ᠠ\u180B\u180C\u180B\u180F', 'ᠠ\u180B'],
    ['a selector that no emoji has', '👩\u{E0100} Ann', '👩 Ann'],
    ['an object’s place', 'Ann\uFFFC', 'Ann'],
    ['Egyptian and Khitan controls', 'Ann\u{13430}\u{13447}\u{1345F}\u{16FE4}', 'Ann'],
    ['only an object’s place', '\uFFFC', null],
    ['only a notehead of nothing', '\u{1D159}', null],
    ['only an Egyptian blank', '\u{13441}', null],
    ['a family', '👨‍👩‍👧 Lee', '👨‍👩‍👧 Lee'],
    ['an emoji in colour', '❤️ Ann', '❤️ Ann'],
    ['a key cap', '1️⃣ Ann', '1️⃣ Ann'],
    ['a skin colour before a joiner', '👩🏽‍💻 Ada', '👩🏽‍💻 Ada'],
    ['a selector after a letter', 'A\uFE0Fnn', 'Ann'],
    ['a Japanese variant', '葛\u{E0100}城', '葛\u{E0100}城'],
    ['a Persian half space', 'علی\u200Cرضا', 'علی\u200Cرضا'],
    ['the same between Latin letters', 'Ann\u200CLee', 'AnnLee'],
    ['the same at the end', 'علی\u200C', 'علی'],
    ['two in a row', 'ف\u200C\u200Cا', 'ف\u200Cا'],
    ['a Hindi half form', 'क्\u200Dष', 'क्\u200Dष'],
    ['a Malayalam final', 'അവന്\u200D', 'അവന്\u200D'],
    ['a joiner after an emoji, before a letter', '👩\u200DAda', '👩Ada'],
    ['an ideographic space', '田中\u3000さくら', '田中 さくら'],
    ['thin and figure spaces', 'A\u2009\u2007B', 'A B'],
    ['a Braille blank', 'A\u2800B', 'A B'],
    ['a Hangul filler beside letters', '김\u3164수', '김수'],
    ['only a Braille blank', '\u2800', null],
    ['only a grapheme joiner', '\u034F', null],
    ['only a mark', '\u0301', null],
    ['only spaces', ' \u00A0\u3000', null],
    ['a half of a pair, low', '\uDCBB Ann', null],
    ['a tab', 'Ann\tLee', null],
    ['a line separator', 'Ann\u2028Lee', null],
    ['delete', 'Ann\u007F', null],
    ['a C1 control', 'Ann\u0085', null],
    ['a noncharacter', 'Ann\uFFFF', null],
    ['80 letters', 'x'.repeat(80), 'x'.repeat(80)],
    ['81 letters', 'x'.repeat(81), null],
    ['80 letters between spaces', ` ${'x'.repeat(80)} `, 'x'.repeat(80)],
    ['Korean in pieces', '김민수'.normalize('NFD'), '김민수'],
  ])('with %s: %j is stored as %j', (_, text, expected) => {
    expect(stored(text)).toBe(expected)
  })
})

describe('a note', () => {
  const prose = proseSchema(30)

  it.each<[what: string, text: string, expected: string | null]>([
    ['lines', 'one\r\ntwo\rthree', 'one\ntwo\nthree'],
    ['a line separator', 'one\u2028two', 'one\ntwo'],
    ['a tab', 'one\ttwo', 'one two'],
    ['spaces at the ends of lines', ' one  two \n\n three ', 'one two\n\nthree'],
    ['nothing', '', ''],
    ['nothing to see', ' \u200B\n', ''],
    ['NUL', 'one\u0000', null],
    ['a form feed', 'one\ftwo', null],
    ['half an emoji', 'one \uD83D', null],
    ['a direction override', '\u202Eone', 'one'],
  ])('with %s: %j is stored as %j', (_, text, expected) => {
    expect(prose.safeParse(text).data ?? null).toBe(expected)
  })
})

describe('what is stored', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          'a',
          'e\u0301',
          '\u200D',
          '\u200C',
          '\uFE0F',
          '👩',
          'क',
          '\u094D',
          'ف',
          ' ',
          '\u0301',
          '\u202E',
          '\u3164',
          '1',
          '\u20E3',
          '\n',
          '\u{E0067}',
          '🏴\u{E0067}\u{E0062}',
          '\u{E007F}',
          'ᠠ',
          '\u180B',
          '🏴',
          '\u1100',
          '\u1161',
        ),
      )
      .map((parts) => parts.join('')),
  )

  it.each([
    ['line', lineSchema(500)],
    ['prose', proseSchema(500)],
  ])('of a %s is stored the same when it comes back', (_, schema) => {
    const changesAgain = fc.check(
      fc.property(text, (typed) => {
        const once = schema.safeParse(typed)
        return !once.success || schema.parse(once.data) === once.data
      }),
      { numRuns: 500, examples: [['\u0301\uFE0F\u094D\u200Da']] },
    )
    expect(changesAgain.counterexample).toBeNull()
  })
})

describe('an e-mail address', () => {
  it.each<[typed: string, sentTo: string | null]>([
    ['post@müller.de', 'post@xn--mller-kva.de'],
    ['post@MÜLLER.de', 'post@xn--mller-kva.de'],
    ['post@mu\u0308ller.de', 'post@xn--mller-kva.de'],
    ['info@straße.example', 'info@xn--strae-oqa.example'],
    ['a@пример.рф', 'a@xn--e1afmkfd.xn--p1ai'],
    ['a@例え.jp', 'a@xn--r8jz45g.jp'],
    ['a@xn--mller-kva.de', 'a@xn--mller-kva.de'],
    [' ann@example.org ', 'ann@example.org'],
    ['Ann.Lee+gym@Example.org', 'Ann.Lee+gym@Example.org'],
    ['r&d=x/y@example.org', 'r&d=x/y@example.org'],
    ['.ann@example.org', null],
    ['ann..lee@example.org', null],
    ['"ann lee"@example.org', null],
    [`${'a'.repeat(65)}@example.org`, null],
    ['ann@example\u200B.org', 'ann@example.org'],
    ['a@xn--zz.de', null],
    ['a@mail.XN--ZZ.de', null],
    ['a@XN--Mller-kva.de', 'a@XN--Mller-kva.de'],
    ['nowhere', null],
    ['@müller.de', null],
    ['ann@müller', null],
    ['ann@mül ler.de', null],
    ['ann@müller.de/x', null],
    ['ann@müller.de:25', null],
    ['ann@ü@müller.de', null],
    ['müller@example.org', null],
    ['ann@-ü.de', null],
    ['ann\u0000@example.org', null],
    ['ann@example.org\r\nBcc: x@example.org', null],
    [`ann@${'ü'.repeat(64)}.de`, null],
    [`${'a'.repeat(250)}@example.org`, null],
  ])('%j is sent to %j', (typed, sentTo) => {
    const parsed = emailSchema.safeParse(typed)
    expect(parsed.success ? asciiAddress(parsed.data) : null).toBe(sentTo)
  })

  it('may be left out where it is optional, also by what shows nothing', () => {
    for (const nothing of [undefined, '', ' ', '\u200B']) {
      expect(optionalField(emailSchema).parse(nothing)).toBeUndefined()
    }
  })
})

describe('a phone number', () => {
  it.each<[typed: string, stored: string | null]>([
    ['(212) 555-0100', '(212) 555-0100'],
    ['(030) 123456 ext. 12', '(030) 123456 ext. 12'],
    ['030 123456 x12', '030 123456 x12'],
    ['030 123456 Durchwahl 12', '030 123456 Durchwahl 12'],
    ['+49 30 123456;ext=12', '+49 30 123456;ext=12'],
    ['+49 (0)30 123 – 45', '+49 (0)30 123 – 45'],
    ['030\u00A0123456', '030 123456'],
    ['030\u200B123456', '030123456'],
    ['０３０ １２３４５６', '０３０ １２３４５６'],
    ['٠٣٠١٢٣٤٥٦', '٠٣٠١٢٣٤٥٦'],
    ['+49.30.123456', '+49.30.123456'],
    ['030 123\u221245', '030 123\u221245'],
    ['030 123456 DW-12', '030 123456 DW-12'],
    ['030 123456 Nst. 12', '030 123456 Nst. 12'],
    ['030 123456, Nebenstelle 12', '030 123456, Nebenstelle 12'],
    ['tel:+49-30-123456', 'tel:+49-30-123456'],
    ['030 123456 DW-', null],
    ['tel:', null],
    ['112', '112'],
    ['020 1234567 toestel 12', '020 1234567 toestel 12'],
    ['(21) 2345-6789 ramal 12', '(21) 2345-6789 ramal 12'],
    ["079'123'45'67", "079'123'45'67"],
    ['03（1234）5678 内線12', '03（1234）5678 内線12'],
    ['090ー1234ー5678', '090ー1234ー5678'],
    ['12', null],
    ['call me', null],
    ['030 123456 Anna', null],
    ['030 123456 ext.', null],
    ['1'.repeat(21), null],
    ['030\n123456', null],
  ])('%j is stored as %j', (typed, stored) => {
    expect(phoneSchema.safeParse(typed).data ?? null).toBe(stored)
  })
})
