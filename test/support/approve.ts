import type { ApprovalAction } from '../../shared/approvals.ts'
import type { Result } from '../../shared/result.ts'
import type { TestStudio } from './open-test-studio.ts'
import { refusalOf, valueOf } from './read-result.ts'

/**
 * A manager enters their PIN for exactly what was refused with `approval_needed`, and the approval's
 * id is answered.
 *
 * @example
 * const approvalId = approve(studio, cancel({ waiver }))
 */
export function approve(studio: TestStudio, refused: Result<unknown>): string {
  const { code, details } = refusalOf(refused)
  if (code !== 'approval_needed') throw new Error(`Refused with ${code} instead.`)
  const { action, subject } = details as { action: ApprovalAction; subject: string }
  const { id: staffId, pin } = studio.people.staff.manager
  return valueOf(studio.command('staff.approve', { staffId, pin, action, subject })).approvalId
}
