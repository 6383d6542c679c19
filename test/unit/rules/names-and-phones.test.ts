import { describe, expect, it } from 'vitest'
import { isSamePhone, phoneNeedle, phoneText } from '../../../main/features/clients/phone-forms.ts'
import { csvFormatOf } from '../../../main/features/csv-format.ts'
import { assumedCountry, countryOfZone } from '../../../shared/country.ts'
import {
  foldText,
  foldWithOrigins,
  formsOf,
  isNameTyped,
  isSimilarName,
} from '../../../shared/fold-text.ts'
import { isLookAlike } from '../../../shared/look-alikes.ts'
import { nameCases } from '../../support/name-cases.ts'

describe('a folded text', () => {
  it.each<[typed: string, folded: string, spelled?: string]>([
    ['Łukasz', 'lukasz'],
    ['STRASSE', 'strasse'],
    ['齊藤 龍之介', foldText('斉藤 竜之介')],
    ['國分 惠子', foldText('国分 恵子')],
    ['瀧川 壽', foldText('滝川 寿')],
    ['شاہ', foldText('شاه')],
    ['ھما', foldText('هما')],
    ['Straße', 'strasse'],
    ['ẞ', 'ss'],
    ['Müller', 'muller', 'mueller'],
    ['MU\u0308LLER', 'muller', 'mueller'],
    ['Ångström Ærø Øre', 'angstrom aero ore', 'aangstroem aeroe oere'],
    ['Đorđe', 'dorde', 'djordje'],
    ['Þór Guðrún', 'thor gudrun'],
    ['ISTANBUL İzmir Işık', 'istanbul izmir isik'],
    ['Œuvre', 'oeuvre'],
    ['Ħal Ŋ ĸ', 'hal ng q'],
    ['Zoë', 'zoe'],
    ['ﬁ ﬀ', 'fi ff'],
    ['Ｋｅｎ', 'ken'],
    ['Ѐ Ё ё', 'е е е'],
    ['ΣΊΣΥΦΟΣ', 'σισυφοσ'],
    ['أحمد إبراهيم آدم ٱلله', 'احمد ابراهيم ادم الله'],
    ['محمّد', 'محمد'],
    ['محمـــد', 'محمد'],
    ['على', 'علي'],
    ['شَرِكَة', 'شركه'],
    ['שָׂרָה', 'שרה'],
    ['١٢٣ ۴', '123 4'],
    ['علی\u200Cرضا', 'عليرضا'],
    ['ガ か が', 'ガ カ ガ'],
    ['やまだ', 'ヤマダ'],
    ['髙橋 山﨑 𠮷田', '高桥 山崎 吉田'],
    ['陳偉 張麗華', '陈伟 张丽华'],
    ['澤田 沢田 泽田', '泽田 泽田 泽田'],
    ['渡邊 渡邉 渡辺 渡边', '渡边 渡边 渡边 渡边'],
    ['佐々木 佐〻木', '佐佐木 佐佐木'],
    ['みすゞ ミスヾ いすゝ', 'ミスズ ミスズ イスス'],
    ['Ґ ґ', 'г г'],
    ['ｻｸﾗ', 'サクラ'],
    ['राम रोम', 'राम रोम'],
    ['김민수'.normalize('NFD'), '김민수'],
    ['O\u2019Brien O\u00B4Brien O\uFF07Brien', "o'brien o'brien o'brien"],
    ['Oꞌb Oˮb O‵b Oߴb', "o'b o'b o'b o'b"],
    ['a+b@Müller.de', 'a+b@muller.de', 'a+b@mueller.de'],
  ])('%s is %s', (typed, folded, spelled = folded) => {
    expect([foldText(typed), foldText(typed, true)]).toEqual([folded, spelled])
  })

  it('says where each of its letters stands in the text', () => {
    expect(foldWithOrigins('Mü\u0301ß', true)).toEqual({
      folded: 'muess',
      origins: [0, 1, 1, 3, 3, 4],
    })
  })

  it('is folded no further, and in each of its places, where one sign is written in several ways', () => {
    for (const name of ['髙橋 みすゞ', '渡邉々', '陳偉', '齋藤 餘']) {
      const folded = foldText(name)
      expect([foldText(folded), foldWithOrigins(name).folded]).toEqual([folded, folded])
    }
  })

  it('knows a word with several such letters in every spelling, the two usual ones first', () => {
    expect(formsOf('Gürtürk')).toEqual(['gurturk', 'guertuerk', 'gurtuerk', 'guerturk'])
    expect(formsOf('ä'.repeat(80)).length).toBeLessThanOrEqual(10)
  })
})

describe('two names', () => {
  it.each<[a: string, b: string, similar: boolean]>([
    ...nameCases.similar.map(({ names: [a, b], similar }): [string, string, boolean] => [
      a,
      b,
      similar,
    ]),
    ['Jürgen Müller', 'Jurgen Muller', true],
    ['齊藤 龍之介', '斉藤 竜之介', true],
    ['Anne Roux\u2212Blanc', 'Anne Roux-Blanc', true],
    ['Jurgen Muller', 'Juergen Mueller', false],
    ['Jürgen Müller', 'Jurgen Mueller', true],
    ['Jürgen Müller', 'Mueller Jurgen', true],
    ['Öztürk Ali', 'Oezturk Ali', true],
    ['Gürtürk', 'Guerturk', true],
    ['Đorđe', 'Djorde', true],
    ['Äöü Äöü Äöü Äöü', 'Aeoeue Aeoeue Aeoeue Aeoeue', true],
    ['Anna Maria Schmidt', 'Schmidt Maria Anna', true],
    ['Martin Jeanluc', 'Jean-Luc Martin', true],
    ['de la Cruz Inés', 'Ines Delacruz', true],
    ["D'Angelo Russo", 'Dangelo Russo', true],
    ['Smith, John', 'John Smith', true],
    ['Đorđe Đukić', 'Djordje Djukic', true],
    ['Åse Bøe', 'Aase Boee', true],
    ['Αλέξανδρος', 'ΑΛΕΞΑΝΔΡΟΣ', true],
    ['王小明', '王 小明', true],
    ['王小明', '王大明', false],
    ['راما', 'رام', false],
    ['Ann', 'Anna', false],
    ['Anna', 'Anna Anna', false],
    ['%', '&', false],
    ['', '', false],
  ])('%s and %s: %s', (a, b, similar) => {
    expect([isSimilarName(a, b), isSimilarName(b, a)]).toEqual([similar, similar])
  })
})

describe('one phone', () => {
  it.each<[a: string, b: string, country: string, same: boolean]>([
    ['+49 170 1234567', '0170 1234567', 'DE', true],
    ['+1 (415) 555-2671', '001 415 555 2671', 'US', true],
    ['01 588580 DW 123', '01 588580 Klappe 123', 'AT', true],
    ['+49 (0)170 123-45 67', '00491701234567', 'DE', true],
    ['0301 234567', '0301234567', 'DE', true],
    ['030 – 123 45 67', '(030) 1234567', 'DE', true],
    ['0170 1234567', '0170 1234568', 'DE', false],
    ['0170 1234567', '+49 170 1234567', 'AT', false],
    ['(212) 555-0100', '+1 212 555 0100', 'US', true],
    ['+39 06 12345678', '06 12345678', 'IT', true],
    ['+39 6 12345678', '06 12345678', 'IT', false],
    ['030 1234567 ext. 12', '030 1234567', 'DE', true],
    ['030 1234567 ext. 12', '+49 30 1234567 x12', 'DE', true],
    ['030 1234567 ext. 12', '030 1234567 ext. 13', 'DE', false],
    ['030 1234\u2212567', '0301234567', 'DE', true],
    ['030 1234567 DW-12', '030 1234567 ext. 12', 'DE', true],
    ['030 1234567 Nst. 12', '030 1234567 DW-13', 'DE', false],
    ['tel:+49-30-1234567', '030 1234567', 'DE', true],
    ['(+49) 30 123456', '030 123456', 'DE', true],
    ['+49 030 123456', '030 123456', 'DE', true],
    ['+49 (030) 123456', '030 123456', 'DE', true],
    ['0055 11 91234-5678', '(11) 91234-5678', 'BR', true],
    ['00 57 310 1234567', '310 1234567', 'CO', true],
    ['0049 30 123456', '030 123456', 'DE', true],
    ['55 1234 5678', '+52 1 55 1234 5678', 'MX', true],
    ['55 1234 5678', '044 55 1234 5678', 'MX', true],
    ['+52 1 55 1234 5678', '+52 55 1234 5678', 'DE', true],
    ['12', '12', 'DE', false],
    ['', '', 'DE', false],
  ])('%s and %s in %s: %s', (a, b, country, same) => {
    expect(isSamePhone(a, b, country)).toBe(same)
    expect(isSamePhone(b, a, country)).toBe(same)
  })

  it.each<[typed: string, country: string, numbers: string[] | undefined]>([
    ['+49 (0)30 12', 'DE', ['+493012', '+4903012']],
    ['+39 (0)6 12', 'IT', ['+39612', '+390612']],
    ['0049 30 12', 'DE', ['+493012']],
    ['+49 030 12', 'DE', ['+4903012', '+493012']],
    ['+49 (030) 12', 'DE', ['+4903012', '+493012']],
    ['0049 030 12', 'DE', ['+4903012', '+493012']],
    ['(+49) 30 12', 'DE', ['+493012']],
    ['+44 (020) 7946 0018', 'DE', ['+4402079460018', '+442079460018']],
    ['0055 11 9', 'BR', ['+55119']],
    ['+52 1 55 12', 'MX', ['+5215512', '+525512']],
    ['011 49 30 12', 'US', ['+493012']],
    ['00', 'DE', ['00', '00']],
    ['anna', 'DE', undefined],
    ['٠٣٠ ١٢', 'DE', ['03012', '+493012']],
  ])('typed as %s in %s is looked for as %j', (typed, country, numbers) => {
    expect(phoneNeedle(typed, country)?.numbers).toEqual(numbers)
  })

  it.each([
    ['0170 1234567', 'DE', '+491701234567 01701234567'],
    ['+49 171 3920014', 'AT', '+491713920014'],
    ['030 1234567 ext. 12', 'DE', '+49301234567 0301234567 x12'],
    ['8 (912) 345-67-89', 'RU', '+79123456789 89123456789'],
    ['(+49) 30 123456', 'DE', '+4930123456 030123456'],
    ['+52 1 55 1234 5678', 'MX', '+525512345678 5512345678'],
    ['12', 'DE', '12'],
  ])('stored as %s in %s is found in %s', (stored, country, text) => {
    expect(phoneText(stored, country)).toBe(text)
  })
})

describe('two names that look the same', () => {
  it.each<[what: string, a: string, b: string, alike: boolean]>([
    ['a Cyrillic А', 'Ana Ruiz', 'Аna Ruiz', true],
    ['all in Cyrillic', 'Coco', 'Сосо', true],
    ['a Greek omicron', 'Leo', 'Leο', true],
    ['Armenian', 'Oho', 'Օհo', true],
    ['another case beside it', 'ana ruiz', 'АNA RUIZ', true],
    ['marks beside it', 'Zoë', 'Zоë', true],
    ['one letter of a rarer alphabet', 'Sam Lee', 'Տam Lee', true],
    ['Coptic', 'Nina', 'Ⲛina', true],
    ['Lisu', 'Lisa', 'ꓡisa', true],
    ['Canadian syllables', 'Lea', 'ᒪea', true],
    ['Georgian', 'Yan', 'Ყan', true],
    ['rare Cyrillic', 'Gia', 'Ԍia', true],
    ['all in Cyrillic, small letters', 'Copa', 'Сора', true],
    ['a Greek sigma that is drawn like a c', 'coco', 'ϲοϲο', true],
    ['the same in capitals', 'COPA', 'ϹΟΡΑ', true],
    ['kana beside Han', '二口', 'ニロ', true],
    ['all in Cyrillic beside a Latin word', 'Copa Lee', 'Сора Lee', true],
    ['all in Greek', 'Anna', 'ΑΝΝΑ', true],
    ['Greek beside Cyrillic', 'ΡΟΤΑ', 'РОТА', true],
    ['Greek beside Cyrillic, with letters that are not Latin', 'ΓΑΛΑ', 'ГАЛА', true],
    ['all in Lisu', 'Lisa', 'ꓡꓲꓢꓮ', true],
    ['all in Coptic', 'Nina', 'ⲚⲒⲚⲀ', true],
    ['all in Coptic, small letters', 'Nina', 'ⲛⲓⲛⲁ', true],
    ['all in Cherokee', 'David', 'ᎠᎪᏙᎥᎠ', true],
    ['all in Cherokee, small letters', 'Mara', 'ꮇꭺꭱꭺ', true],
    ['all in Armenian', 'Soho', 'ՏՕհօ', true],
    ['all in syllables of Canada', 'Dad', 'ᗪᗅᗪ', true],
    ['all in Deseret', 'Oso', '𐐄𐐠𐐄', true],
    ['a capital i for an l', 'Lila', 'Lіla', true],
    ['a Greek capital i for an l', 'Ella', 'EΙΙa', true],
    ['an alphabet that nobody takes for Latin', 'Lea', 'לאה', false],
    ['a Russian name beside its transcript', 'Sofia', 'София', false],
    ['a Greek name beside its transcript', 'Nikos', 'Νίκος', false],
    ['two Greek names', 'Κώστας', 'Κωστής', false],
    ['two Russian names', 'Нина', 'Инна', false],
    ['a whole word in another alphabet', 'Lea Ito', 'Lea 伊藤工', false],
    ['another length', 'Lea', 'ᒪeaa', false],
    ['the same letters', 'Ana', 'Ana', false],
    ['composed or not', 'Zo\u00EB', 'Zoe\u0308', false],
    ['an accent', 'Ana', 'Aná', false],
    ['other letters', 'Anna', 'Аня', false],
    ['one alphabet', 'Рон', 'Рoн'.replace('o', 'о'), false],
    ['nobody', '', '', false],
  ])('with %s: %s and %s: %s', (_, a, b, alike) => {
    expect([isLookAlike(a, b), isLookAlike(b, a)]).toEqual([alike, alike])
  })
})

describe('a name that is typed to confirm', () => {
  it.each([
    ['Siobhan O’Brien', "siobhan o'brien", true],
    ['Jürgen Müller', 'Juergen Mueller', true],
    ['Anne‑Marie Ek', 'Anne-Marie Ek', true],
    ['Łukasz Ó', ' lukasz  o ', true],
    ['Anna Wu', 'Anna W', false],
    ['Anna Wu', '', false],
    ['…', '', false],
  ])('%s by %j: %s', (name, typed, isTyped) => {
    expect(isNameTyped(typed, name)).toBe(isTyped)
  })
})

describe('a file for spreadsheets', () => {
  it.each([
    ['DE', ';', ','],
    ['AT', ';', ','],
    ['FR', ';', ','],
    ['BR', ';', ','],
    ['ZA', ';', ','],
    ['MX', ',', '.'],
    ['PE', ',', '.'],
    ['CH', ';', '.'],
    ['GB', ',', '.'],
    ['US', ',', '.'],
    ['JP', ',', '.'],
    ['EG', ',', '.'],
  ])('in %s has “%s” between columns and “%s” in numbers', (country, separator, decimalSign) => {
    expect(csvFormatOf(country)).toEqual({ separator, decimalSign })
  })
})

describe('the country of a studio that never said it', () => {
  it.each([
    ['Europe/Berlin', 'EUR', 'DE'],
    ['America/New_York', 'USD', 'US'],
    ['Asia/Calcutta', 'INR', 'IN'],
    ['Asia/Kolkata', 'INR', 'IN'],
    ['UTC', 'GBP', 'GB'],
    ['Etc/GMT+5', 'EUR', 'DE'],
  ])('whose zone is %s, with %s, is %s', (zone, currency, country) => {
    expect(assumedCountry(zone, currency)).toBe(country)
  })

  it('is unknown for a zone of no country', () => {
    expect(countryOfZone('UTC')).toBeNull()
  })
})
