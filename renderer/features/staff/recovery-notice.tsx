import { useEffect, useRef, useState, type ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { RecoveryPaper } from './recovery-paper.tsx'

/** Offers a manager a recovery code where there is none: once each time they come in. */
export function RecoveryNotice(): ReactNode {
  const { session, studio } = useSignedIn()
  const recovery = useQueryOf('staff.recovery', {})
  const { run } = useCommand('staff.makeRecoveryCode', { toastFailures: true })
  const [code, setCode] = useState<string | null>(null)
  const { show } = useToasts()
  const toldTo = useRef<string | null>(null)
  const isDue = session.role === 'manager' && !studio.demo && recovery.data?.hasCode === false
  useEffect(() => {
    if (!isDue || toldTo.current === session.id) return
    toldTo.current = session.id
    const make = async (): Promise<void> => {
      const made = await run({})
      if (made.ok) setCode(made.value.code)
    }
    show({
      tone: 'neutral',
      title: words.staff.codeNotice,
      body: words.staff.codeNoticeBody,
      action: { label: words.staff.makeCode, onPress: () => void make() },
    })
  }, [isDue, session.id, show, run])
  return code === null ? null : (
    <RecoveryPaper code={code} studioName={studio.name} onClose={() => setCode(null)} />
  )
}
