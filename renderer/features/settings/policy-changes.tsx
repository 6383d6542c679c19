import type { ReactNode } from 'react'
import { differences, type Policy } from '../../../shared/policy.ts'
import { words } from '../../../shared/words/index.ts'
import { useSignedIn } from '../../app/session.tsx'
import { sayPolicyValue } from './policy-fields.ts'
import styles from './policy-section.module.css'

export interface PolicyChangesProps {
  before: Policy
  after: Policy
  /** Said when there is no difference. */
  empty: string
}

/** In what two policies differ, one line each. */
export function PolicyChanges({ before, after, empty }: PolicyChangesProps): ReactNode {
  const { currency } = useSignedIn().studio
  const changed = differences(before, after)
  if (changed.length === 0) return <p className={styles.note}>{empty}</p>
  return (
    <ul className={styles.changes}>
      {changed.map((key) => (
        <li key={key} className={styles.change}>
          <span className={styles.term}>{words.policy.fields[key]}</span>
          <span>
            {words.policy.change(
              sayPolicyValue(key, before, currency),
              sayPolicyValue(key, after, currency),
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
