import { useQueryClient } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { useState, type FormEvent, type ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { useSure } from '../../app/sure-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { useLeastDigits } from '../staff/use-least-digits.ts'
import { guessCurrency } from './guess-currency.ts'
import { ManagerStep } from './manager-step.tsx'
import { ServicesStep } from './services-step.tsx'
import {
  emptyDraft,
  inputOf,
  pricedServices,
  problemsOf,
  setUpSteps,
  type SetUpDraft,
  type SetUpStep,
} from './set-up-draft.ts'
import styles from './set-up-form.module.css'
import { StepTrail } from './step-trail.tsx'
import { StudioStep } from './studio-step.tsx'
import { TeamStep } from './team-step.tsx'

export interface SetUpFormProps {
  /** The command is about to be sent. */
  onStart: () => void
  onBack: () => void
  /** The studio exists and its manager is signed in. The code is known to nobody else. */
  onCreated: (recoveryCode: string, studioName: string) => void
}

/**
 * Sets up one's own studio in four short pages. What was typed stays through every page, mistake
 * and refusal; Enter goes on.
 */
export function SetUpForm({ onStart, onBack, onCreated }: SetUpFormProps): ReactNode {
  const [step, setStep] = useState<SetUpStep>('studio')
  const [checked, setChecked] = useState<ReadonlySet<SetUpStep>>(new Set())
  const [draft, setDraft] = useState(() =>
    emptyDraft(
      new Intl.DateTimeFormat().resolvedOptions().timeZone,
      guessCurrency(navigator.language),
    ),
  )
  const client = useQueryClient()
  const leastDigits = useLeastDigits()
  const sure = useSure()
  const setUp = useCommand('studio.setUp')
  const signIn = useCommand('staff.signIn')
  const index = setUpSteps.indexOf(step)
  const isAlike = setUp.failure?.code === 'staff_name_alike'
  const isLast = index === setUpSteps.length - 1
  const problems = checked.has(step) ? problemsOf(draft, step, leastDigits) : {}

  function show(next: SetUpStep): void {
    if (next === 'services') change(pricedServices(draft))
    setStep(next)
  }

  function change(part: Partial<SetUpDraft>): void {
    setDraft((before) => ({ ...before, ...part }))
    setUp.clear()
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    setChecked((before) => new Set(before).add(step))
    if (Object.keys(problemsOf(draft, step, leastDigits)).length > 0) return
    const next = setUpSteps[index + 1]
    if (next) show(next)
    else void create()
  }

  async function create(): Promise<void> {
    onStart()
    const created = await sure((sureOfMinor) =>
      setUp.run({ ...inputOf(draft), allowLookAlike: isAlike, sureOfMinor }),
    )
    if (!created.ok) return
    const session = await signIn.run({ staffId: created.value.managerId, pin: draft.pin })
    // Should signing in fail, the sign-in screen is next and says why.
    if (session.ok) client.setQueryData(['staff.session', {}], session.value)
    onCreated(created.value.recoveryCode, draft.name)
  }

  function back(): void {
    const previous = setUpSteps[index - 1]
    if (previous) show(previous)
    else onBack()
  }

  const page = { draft, problems, leastDigits, onChange: change }
  return (
    <main tabIndex={-1} className={styles.card}>
      <header className={styles.header}>
        <h1 className={styles.title}>{words.setup.title}</h1>
        <StepTrail steps={setUpSteps} current={step} onGo={show} />
      </header>
      <form id="set-up" noValidate onSubmit={submit} className={styles.body}>
        {step === 'studio' && <StudioStep {...page} />}
        {step === 'team' && <TeamStep {...page} />}
        {step === 'services' && <ServicesStep {...page} />}
        {step === 'manager' && <ManagerStep {...page} />}
        <FormError error={setUp.failure} />
      </form>
      <footer className={styles.footer}>
        <Button variant="ghost" icon={ArrowLeft} onPress={back} isDisabled={setUp.isPending}>
          {words.setup.back}
        </Button>
        <span className={styles.count}>{words.setup.step(index + 1, setUpSteps.length)}</span>
        <Button
          variant="primary"
          size="lg"
          type="submit"
          form="set-up"
          isPending={setUp.isPending || signIn.isPending}
        >
          {!isLast ? words.setup.next : isAlike ? words.setup.createAnyway : words.setup.create}
        </Button>
      </footer>
    </main>
  )
}
