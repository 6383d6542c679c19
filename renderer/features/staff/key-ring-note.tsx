import type { ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { pinMinLength } from '../../ui/pin-field.tsx'
import styles from './key-ring-note.module.css'
import { useLeastDigits } from './use-least-digits.ts'

/** Why a PIN needs six digits on this computer; nothing where four will do. */
export function KeyRingNote(): ReactNode {
  const isNeeded = useLeastDigits() > pinMinLength
  return isNeeded && <p className={styles.note}>{words.staff.noKeyRing}</p>
}
