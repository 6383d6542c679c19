/** Words of the settings screen's frame and of its section about the studio itself. */
export const settings = {
  title: 'Settings',
  show: 'Show the settings',
  sections: 'Sections',
  keySections: 'Next, previous section',
  studio: {
    title: 'Studio',
    nameTitle: 'Name',
    name: 'The studio’s name',
    save: 'Save the name',
    renamed: (name: string): string => `The studio is called ${name} now`,
    nameHint: 'On receipts, on messages to clients and in the bar above.',
    country: 'Country',
    countryTitle: 'Country',
    countryHint:
      'Phone numbers without a country code are read as this country’s, and tables for spreadsheets are written as they are there.',
    saveCountry: 'Save the country',
    countrySaved: (country: string): string => `The studio is in ${country} now`,
    countryAssumed: (country: string): string =>
      `FitFlow takes it that the studio is in ${country}`,
    countryAssumedBody:
      'That is where its time zone is. Phone numbers are read accordingly. If it is somewhere else, change it under Settings, Studio.',
    showSettings: 'Show the settings',
    zone: 'Time zone',
    currency: 'Currency',
    fixedTitle: 'These two cannot be changed',
    fixedBody:
      'Every booking holds its time in this zone, and every receipt its amount in this currency. With another one, what was agreed and paid would no longer be true.',
  },
} as const
