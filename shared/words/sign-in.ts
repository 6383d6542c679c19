/** Words of the sign-in screen. */
export const signIn = {
  title: 'Who is at the desk?',
  people: 'People',
  pinTitle: (name: string): string => `Hello, ${name}`,
  pinHint: 'Enter your PIN',
  pinOf: (name: string): string => `PIN of ${name}`,
  chooseHint: 'Choose your name first',
  keyEnter: 'signs in',
  keyEsc: 'goes back',
  wait: (seconds: number): string =>
    seconds === 1
      ? 'Wait 1 second before the next try.'
      : `Wait ${seconds} seconds before the next try.`,
  demoTitle: 'This is a demo studio',
  demoBody: 'Sign in as anyone. Try it as a manager first: a manager may do everything.',
  pin: 'PIN',
  longerTitle: 'Choose a longer PIN',
  longerForm: (name: string): string => `A longer PIN for ${name}`,
  setPin: 'Set the PIN and sign in',
  later: 'Later',
  locked: 'Locked out?',
  recoverTitle: 'Come in with the recovery code',
  recoverHint:
    'It was printed when the studio was set up, or later by a manager. It lets one manager choose a new PIN, ends everybody’s waiting, and is used up.',
  code: 'Recovery code',
  codeHint: '24 letters and digits. Dashes and small letters do not matter.',
  needCode: 'Enter all 24 letters and digits.',
  noStaffTitle: 'Nobody is on the staff list',
  noStaffBody: 'Restart FitFlow. If it happens again, report it.',
} as const
