import type { Minor } from '../../../shared/money.ts'
import { policySchema, type Policy } from '../../../shared/policy.ts'
import { readCount } from '../../../shared/read-amount.ts'
import { words } from '../../../shared/words/index.ts'
import { policyGroups, type PolicyField } from './policy-fields.ts'

/** What is typed: text where a number is meant, so that nothing half typed is lost. */
export type PolicyDraft = Readonly<Record<keyof Policy, string | Minor | null>>

/** What is wrong, by setting. */
export type PolicyProblems = Readonly<Partial<Record<keyof Policy, string>>>

const allFields: readonly PolicyField[] = policyGroups.flatMap(({ fields }) => fields)

/** A policy as the form shows it. */
export function draftOf(policy: Policy): PolicyDraft {
  return Object.fromEntries(
    allFields.map((field) => [field.key, shownOf(field, policy)]),
  ) as PolicyDraft
}

/** The policy that was typed; null while something in it is not right. */
export function readDraft(draft: PolicyDraft): { policy: Policy | null; problems: PolicyProblems } {
  const problems: Partial<Record<keyof Policy, string>> = {}
  const values = allFields.map((field) => {
    const value = valueOf(field, draft[field.key])
    if (value === null) problems[field.key] = problemOf(field)
    return [field.key, value]
  })
  const parsed = policySchema.safeParse(Object.fromEntries(values))
  return { policy: parsed.success ? parsed.data : null, problems }
}

function shownOf(field: PolicyField, policy: Policy): string | Minor {
  if (field.kind === 'money') return policy[field.key]
  return field.kind === 'number'
    ? String(Number(policy[field.key]) / field.scale)
    : String(policy[field.key])
}

function valueOf(field: PolicyField, typed: string | Minor | null) {
  switch (field.kind) {
    case 'money':
      return typed
    case 'choice':
      return field.key === 'taxInclusive' ? typed === 'true' : typed
    case 'number': {
      if (field.scale === 1) {
        return readCount(String(typed), { least: field.min, most: field.max })
      }
      const text = String(typed).trim()
      // Three digits behind a sign could be thousands.
      if (!/^\d+([.,]\d{1,2})?$/.test(text)) return null
      const shown = Number(text.replace(',', '.'))
      const value = Math.round(shown * field.scale)
      // No more decimals than the stored unit can keep: half a minute would become none.
      const isExact = Math.abs(value - shown * field.scale) < 1e-6
      return shown >= field.min && shown <= field.max && isExact ? value : null
    }
  }
}

function problemOf(field: PolicyField): string {
  return field.kind === 'number'
    ? words.policy.numberBetween(String(field.min), String(field.max))
    : words.policy.needAmount
}
