/** Words inside the primitives themselves, the same on every screen. */
export const ui = {
  /** What a file is that is saved, by the end of its name. */
  fileKinds: { csv: 'Table (CSV)', json: 'Data (JSON)', db: 'FitFlow studio' },
  bothVersions: 'Both versions',
  field: 'Field',
  mine: 'Yours',
  theirs: 'There now',
  keepMine: 'Keep mine',
  takeTheirs: 'Use what is there',
  versionsAgree: 'What is there now is what you have here.',
  yes: 'Yes',
  no: 'No',
  close: 'Close',
  print: 'Print',
  dismiss: 'Dismiss',
  loading: 'Loading',
  working: 'Working…',
  optional: 'optional',
  tryAgain: 'Try again',
  undo: 'Undo',
  searching: 'Searching…',
  nothingFound: 'Nothing found',
  notifications: 'Notifications',
  chooseOne: 'Choose…',
  chooseDate: 'Choose a date',
  today: 'Today',
  previousMonth: 'Previous month',
  nextMonth: 'Next month',
  incident: (id: string): string => `Incident ${id}`,
  /** Why what was typed is no amount, with an example that is one. */
  amountProblems: {
    not_an_amount: (example: string): string => `Enter an amount, for example ${example}.`,
    signed: (example: string): string => `Enter the amount without a sign, for example ${example}.`,
    too_fine: (example: string): string =>
      `That has too many decimals. Enter for example ${example}.`,
    unclear: (example: string): string =>
      `That can be read in two ways. Leave the thousands separator out: ${example}.`,
    too_large: (): string => 'That is more than FitFlow can reckon with.',
  },
  unusualTitle: (amount: string): string => `Is ${amount} right?`,
  unusualBody: 'That is unusually much. Nothing is saved before you confirm it.',
  unusualBack: 'Correct it',
  unusualConfirm: (amount: string): string => `Yes, ${amount}`,
  textRefused:
    'This holds a character that nobody can see and that cannot be kept. Delete it, or type the text anew.',
  countWrong: (least: number, most: number): string =>
    `Enter a whole number from ${least} to ${most}, in digits.`,
  timeUnreadable: 'Enter a time, for example 14:30',
  pinDigit: (digit: string): string => `Digit ${digit}`,
  pinErase: 'Erase last digit',
  pinSubmit: 'Sign in',
} as const
