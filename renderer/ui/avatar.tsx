import type { ReactNode } from 'react'
import styles from './avatar.module.css'
import { classNames } from './class-names.ts'
import { hueOf } from './hue.ts'

export interface AvatarProps {
  name: string
  /** 1 to 8; left out, it follows from the name. */
  hue?: number
  size?: 'sm' | 'md' | 'lg'
}

/**
 * A person's initials on their colour. Decoration: the name always stands beside it.
 *
 * @example
 * <Avatar name="Ana Ruiz" hue={3} /> // AR
 */
export function Avatar({ name, hue = hueOf(name), size = 'md' }: AvatarProps): ReactNode {
  return (
    <span className={classNames(styles.avatar, styles[size])} data-hue={hue} aria-hidden>
      {initialsOf(name)}
    </span>
  )
}

/**
 * The first letters of the first and the last word of a name.
 *
 * @example
 * initialsOf('Ana María Ruiz') // 'AR'
 * initialsOf('Kim')            // 'K'
 */
export function initialsOf(name: string): string {
  const parts = name.trim().split(/\s+/)
  const first = parts[0] ?? ''
  const last = parts.length > 1 ? (parts.at(-1) ?? '') : ''
  return [first, last]
    .map((part) => [...part][0] ?? '')
    .join('')
    .toLocaleUpperCase()
}
