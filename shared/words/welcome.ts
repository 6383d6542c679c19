/** Words of the first run: the choice, and the demo studio. */
export const welcome = {
  title: 'Welcome to FitFlow',
  lead: 'The front desk of your studio, on this computer, with or without a network.',
  setUpTitle: 'Set up my studio',
  setUpBody: 'Your name, trainers, services and prices. It takes about three minutes.',
  demoTitle: 'Look around with a demo studio',
  demoBody: 'Six trainers, fifteen services, 400 clients and four weeks of bookings, all made up.',
  localNote: 'Everything stays in one file on this computer.',
  makingDemo: 'Making the demo studio',
  makingDemoDetail: '400 clients and four weeks of bookings. This takes a few seconds.',
  demoReady: 'Your demo studio is ready',
  demoReadyBody: 'Everyone has a PIN. You will see them again whenever you sign in.',
  pinsTable: 'PINs of the demo studio',
  name: 'Name',
  role: 'Role',
  pin: 'PIN',
  openDemo: 'Go to sign-in',
} as const
