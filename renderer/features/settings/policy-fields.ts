import { formatMoney, type Minor } from '../../../shared/money.ts'
import type { Policy } from '../../../shared/policy.ts'
import { words } from '../../../shared/words/index.ts'

const { units } = words.policy

/** A setting that is typed as a number, in the unit a person thinks in. */
interface NumberField {
  readonly kind: 'number'
  readonly key: keyof Policy
  /** How many of the stored unit are one of the shown: 60 for minutes shown as hours. */
  readonly scale: number
  readonly unit: string
  /** In the shown unit. */
  readonly max: number
  readonly min: number
}

interface MoneyFieldOf {
  readonly kind: 'money'
  readonly key: 'memberFeeMinor' | 'refundLimitMinor' | 'drawerToleranceMinor'
}

interface ChoiceField {
  readonly kind: 'choice'
  readonly key: 'taxInclusive' | 'lateEarning'
}

export type PolicyField = NumberField | MoneyFieldOf | ChoiceField

const number = (
  key: keyof Policy,
  unit: string,
  max: number,
  { scale = 1, min = 0 } = {},
): NumberField => ({ kind: 'number', key, scale, unit, max, min })
const percent = (key: keyof Policy, unit: string) => number(key, unit, 100, { scale: 100 })
const twoWeeks = 14 * 24

/** Every setting of the policy, in the groups in which they are shown. */
export const policyGroups: readonly {
  readonly title: string
  readonly fields: readonly PolicyField[]
}[] = [
  {
    title: words.policy.groups.cancelling,
    fields: [
      number('lateCancelWindowMinutes', units.hoursBefore, twoWeeks, { scale: 60 }),
      percent('lateCancelFeeBasisPoints', units.percentOfPrice),
      { kind: 'money', key: 'memberFeeMinor' },
    ],
  },
  {
    title: words.policy.groups.noShow,
    fields: [
      number('noShowGraceMinutes', units.minutesAfter, 240),
      percent('noShowFeeBasisPoints', units.percentOfPrice),
      number('pendingFeeHours', units.hours, twoWeeks),
      number('forgivenNoShows', units.times, 100),
    ],
  },
  {
    title: words.policy.groups.money,
    fields: [
      percent('taxBasisPoints', units.percent),
      { kind: 'choice', key: 'taxInclusive' },
      { kind: 'money', key: 'refundLimitMinor' },
      { kind: 'money', key: 'drawerToleranceMinor' },
    ],
  },
  {
    title: words.policy.groups.desk,
    fields: [
      { kind: 'choice', key: 'lateEarning' },
      number('autoLockMinutes', units.minutes, 120, { min: 1 }),
      number('reminderHours', units.hoursBefore, twoWeeks),
      number('messageDelayMinutes', units.minutesLater, 15),
    ],
  },
]

const byKey = new Map<keyof Policy, PolicyField>(
  policyGroups.flatMap(({ fields }) => fields.map((field) => [field.key, field] as const)),
)

/** What may be chosen for a setting that is no number. */
export function choicesOf(key: ChoiceField['key']): readonly { value: string; label: string }[] {
  const { taxInclusive, lateEarning } = words.policy
  return key === 'taxInclusive'
    ? [
        { value: 'true', label: taxInclusive.yes },
        { value: 'false', label: taxInclusive.no },
      ]
    : (['if_kept', 'always', 'never'] as const).map((value) => ({
        value,
        label: lateEarning[value],
      }))
}

/**
 * One setting of a policy as a person says it.
 *
 * @example
 * sayPolicyValue('lateCancelWindowMinutes', policy, 'EUR') // '24 h before'
 */
export function sayPolicyValue(key: keyof Policy, policy: Policy, currency: string): string {
  const field = byKey.get(key)
  const value = policy[key]
  if (field?.kind === 'money') return formatMoney(value as Minor, currency)
  if (field?.kind === 'choice') {
    return choicesOf(field.key).find((choice) => choice.value === String(value))?.label ?? ''
  }
  if (field?.kind !== 'number') return String(value)
  const shown = Number(value) / field.scale
  return field.unit.startsWith('%') ? `${shown}${field.unit}` : `${shown} ${field.unit}`
}
