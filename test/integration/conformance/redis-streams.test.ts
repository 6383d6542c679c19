import { carrierKinds } from '../../support/conformance/carrier-kinds.ts'
import { describeConformance } from './describe-conformance.ts'

describeConformance(carrierKinds.redis)
