import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { routes } from '../../app/routes.ts'
import { useSignedIn } from '../../app/session.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { countryName } from './list-countries.ts'

/** Tells the first manager who is here which country FitFlow took from the time zone: once, for good. */
export function useCountryNotice(): void {
  const { session, studio } = useSignedIn()
  const told = useCommand('studio.countryTold')
  const toasts = useToasts()
  const [, navigate] = useLocation()
  const isTold = useRef(false)
  const isDue = session.role === 'manager' && studio.countryAssumed
  const { run } = told
  useEffect(() => {
    if (!isDue || isTold.current) return
    isTold.current = true
    const say = words.settings.studio
    toasts.show({
      tone: 'neutral',
      title: say.countryAssumed(countryName(studio.country)),
      body: say.countryAssumedBody,
      action: { label: say.showSettings, onPress: () => navigate(routes.settings) },
    })
    void run({})
  }, [isDue, studio.country, toasts, navigate, run])
}
