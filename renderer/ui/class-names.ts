/**
 * Joins the class names that apply and drops the rest.
 *
 * @example
 * classNames(styles.block, isActive && styles.active) // 'block active'
 */
export function classNames(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}
