import type { ReactNode } from 'react'
import type { FundingOption } from '../../../shared/packages.ts'
import { words } from '../../../shared/words/index.ts'
import { sayDay } from '../../../shared/words/say-day.ts'
import { Select } from '../../ui/select.tsx'
import { keyOf, type FundingChoice } from './funding-choice.ts'

const bySingle = 'single'

/**
 * What a session is paid with, and what is left afterwards. Draws nothing for a client who bought
 * nothing ahead: there is nothing to choose.
 */
export function FundingField({
  choice,
  price,
}: {
  choice: FundingChoice
  /** What the session costs by itself, ready to be read. */
  price: string
}): ReactNode {
  if (choice.options.length === 0) return null
  const say = words.packages
  return (
    <Select
      label={say.paidWith}
      description={choice.chosen ? sayLeft(choice.chosen) : say.bySingleHelp}
      options={[
        ...choice.options.map((option) => ({
          value: keyOf(option),
          label: option.name,
          description: sayLeft(option),
        })),
        { value: bySingle, label: say.bySingle(price), description: say.bySingleHelp },
      ]}
      value={choice.chosen ? keyOf(choice.chosen) : bySingle}
      onChange={(key) => choice.choose(key === bySingle ? null : key)}
    />
  )
}

/** What is left of something bought ahead once it pays a session. */
export function sayLeft(option: FundingOption): string {
  const say = words.packages
  if (option.kind === 'package') {
    return say.packageAfter(option.leftAfter, sayDay(option.expiresOn))
  }
  const until = sayDay(option.endsOn)
  return option.leftAfter === null
    ? say.membershipUnlimited(until)
    : say.membershipAfter(option.leftAfter, until)
}
