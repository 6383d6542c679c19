import { isMac } from './is-mac.ts'

const onMac: Readonly<Record<string, string>> = { Ctrl: '⌘', Alt: '⌥', Shift: '⇧' }

/**
 * What stands on a key of this computer.
 *
 * @example
 * keyCap('Ctrl') // '⌘' on a Mac
 */
export function keyCap(part: string, isOnMac = isMac): string {
  return (isOnMac ? onMac[part] : undefined) ?? part
}
