import type { AppointmentDetail } from '../../../shared/appointments.ts'
import type { FundingWish } from '../../../shared/packages.ts'
import { localDateSchema } from '../../../shared/time.ts'
import { ask } from '../../app/api.ts'

/**
 * What they bought ahead pays the seat: the first of it that can, as on the booking form. Nothing
 * when there is none, or when it cannot be read.
 */
export async function bestFunding(
  clientId: string,
  { serviceId, localStart }: Pick<AppointmentDetail, 'serviceId' | 'localStart'>,
): Promise<{ funding?: FundingWish }> {
  const date = localDateSchema.parse(localStart.slice(0, 10))
  const [best] = await ask('packages.funding', { clientId, serviceId, date }).catch(() => [])
  if (!best) return {}
  return best.kind === 'package'
    ? { funding: { kind: 'package', clientPackageId: best.clientPackageId } }
    : { funding: { kind: 'membership', membershipId: best.membershipId } }
}
