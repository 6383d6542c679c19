/** How a table is written so that a spreadsheet reads it without being asked. */
export interface CsvFormat {
  readonly separator: ',' | ';'
  readonly decimalSign: ',' | '.'
}

/** A decimal point, and yet a semicolon between columns: as Windows has it for Swiss German. */
const pointAndSemicolon = new Set(['CH', 'LI'])

/**
 * What the spreadsheets of a country expect: where the decimal sign is a comma, columns are parted by
 * a semicolon. German Excel puts a whole line into one cell otherwise, and makes 1.234 of 1,234.
 */
export function csvFormatOf(country: string): CsvFormat {
  if (pointAndSemicolon.has(country)) return { separator: ';', decimalSign: '.' }
  // Without its script, which Intl would look up before the country: es-Latn-MX is read as es.
  const { language } = new Intl.Locale('und', { region: country }).maximize()
  const locale = `${language}-${country}`
  const sign = new Intl.NumberFormat(locale, { numberingSystem: 'latn' })
    .formatToParts(1.5)
    .find(({ type }) => type === 'decimal')?.value
  return sign === ',' ? { separator: ';', decimalSign: ',' } : { separator: ',', decimalSign: '.' }
}
