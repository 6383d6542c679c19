import { useCallback } from 'react'
import { newId } from '../../shared/ids.ts'
import { dayInDoubt } from '../../shared/payments.ts'
import type { Failure } from '../../shared/result.ts'
import { words } from '../../shared/words/index.ts'
import { formatDate } from '../ui/format-date.ts'
import { useToasts } from '../ui/toast.tsx'
import { send } from './bridge.ts'

/**
 * Says a failure in a toast: the sentence, the next step, and the incident's number if it has one.
 * Where the day is in doubt it can be confirmed right there.
 */
export function useFailureToast(): (failure: Failure) => void {
  const toasts = useToasts()
  return useCallback(
    (failure: Failure) => {
      const say = (refused: Failure) => {
        const { message: title, nextStep, incidentId } = refused
        const incident = incidentId === undefined ? '' : ` ${words.ui.incident(incidentId)}`
        const day = dayInDoubt(refused)
        const confirm = async (input: { day: string }) => {
          const result = await send({ name: 'payments.confirmClock', input, commandId: newId() })
          if (!result.ok) say(result.error)
        }
        toasts.show({
          tone: 'danger',
          title,
          body: `${nextStep}${incident}`,
          ...(day !== null && {
            action: {
              label: words.payment.confirmDay(formatDate(day, 'medium')),
              onPress: () => void confirm({ day }),
            },
          }),
        })
      }
      say(failure)
    },
    [toasts],
  )
}
