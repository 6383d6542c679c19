import type { ApprovalAction } from '../approvals.ts'

/** Words about the people who work here: approvals and the staff list. */
export const staff = {
  approvalTitle: 'A manager’s PIN is needed',
  approvalManager: 'Manager',
  approvalHint: 'Nobody is signed out. It is good for this one time.',
  noManagerTitle: 'There is no manager on the staff list',
  noManagerBody: 'Nobody here can allow this.',
  approvalFor: {
    refund: 'To give back more than the studio’s limit',
    void_sale: 'To void a sale',
    waive: 'To let a fee or a lateness go',
    outside_hours: 'To book outside a trainer’s hours',
  } satisfies Record<ApprovalAction, string>,
} as const
