/**
 * The name under which a file is kept that must not be used: it says what it was, and when that was.
 *
 * @example
 * setAsideName('/x/studio.db-wal', new Date('2026-11-30T13:45:02Z')) // '/x/studio.db-wal.set-aside-20261130-134502'
 */
export function setAsideName(file: string, at: Date): string {
  const digits = at.toISOString().replaceAll(/\D/g, '')
  return `${file}.set-aside-${digits.slice(0, 8)}-${digits.slice(8, 14)}`
}
