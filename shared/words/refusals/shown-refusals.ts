import { formatMoney, minor } from '../../money.ts'
import type { Consequence, Shown } from '../../shown.ts'
import { sayDay } from '../say-day.ts'

/** What was on the screen is not so any more. See `../refusals.ts`. */
export const shownRefusals = {
  changed_since: ({ by }: { shown: number; now: number; by: string | null }) => ({
    message: `This was changed meanwhile${by === null ? '' : ` by ${by}`}. Nothing was saved.`,
    nextStep: 'Look at both versions, and save what is right.',
  }),
  consequence_changed: (p: { shown: Shown; now: Consequence; currency: string }) => ({
    message: `This has changed since it was shown: ${changesIn(p).join(', ')}. Nothing was done.`,
    nextStep: 'Look at it again, and confirm it if it is still wanted.',
  }),
}

/** What is another than was shown, as it is now. */
function changesIn({
  shown,
  now,
  currency,
}: {
  readonly shown: Shown
  readonly now: Consequence
  readonly currency: string
}): string[] {
  const money = (amount: number) => formatMoney(minor(amount), currency)
  const { sessionsLost: lost, lateMoves: late } = now
  const said: { readonly [K in keyof Consequence]: () => string } = {
    feeMinor: () => (now.feeMinor === 0 ? 'no fee' : `a fee of ${money(now.feeMinor)}`),
    sessionsLost: () =>
      lost === 0
        ? 'no credit is lost'
        : lost === 1
          ? '1 credit is lost'
          : `${lost} credits are lost`,
    lateMoves: () =>
      late === 0 ? 'not a late move' : late === 1 ? 'a late move' : `${late} late moves`,
    backMinor: () => `${money(now.backMinor)} goes back`,
    priceMinor: () => `the price is ${money(now.priceMinor)}`,
    paidMinor: () => `${money(now.paidMinor)} is due`,
    credits: () => `${now.credits} credits`,
    endsOn: () => (now.endsOn === null ? 'no last day' : `the last day is ${sayDay(now.endsOn)}`),
    sessionsKept: () =>
      now.sessionsKept === 1
        ? '1 booking is concerned'
        : `${now.sessionsKept} bookings are concerned`,
    timesSettled: () =>
      now.timesSettled === 1 ? '1 time is decided' : `${now.timesSettled} times are decided`,
    servicesWithoutRoom: () =>
      now.servicesWithoutRoom === 1
        ? '1 service is left without a room'
        : `${now.servicesWithoutRoom} services are left without a room`,
  }
  const changed = Object.keys(said) as (keyof Consequence)[]
  return changed
    .filter((what) => shown[what] !== undefined && shown[what] !== now[what])
    .map((what) => said[what]())
}
