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
    zone: 'Time zone',
    currency: 'Currency',
    fixedTitle: 'These two cannot be changed',
    fixedBody:
      'Every booking holds its time in this zone, and every receipt its amount in this currency. With another one, what was agreed and paid would no longer be true.',
  },
} as const
