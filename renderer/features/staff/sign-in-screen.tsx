import { useQueryClient } from '@tanstack/react-query'
import { Users } from 'lucide-react'
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { ok } from '../../../shared/result.ts'
import type { StaffMember, StaffPin } from '../../../shared/staff.ts'
import type { Studio } from '../../../shared/studio.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { BrandMark } from '../../app/brand-mark.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { PinPad } from '../../ui/pin-pad.tsx'
import { digitOf } from '../../ui/pressed-key.ts'
import { LongerPinForm } from './longer-pin-form.tsx'
import { RecoverForm } from './recover-form.tsx'
import styles from './sign-in-screen.module.css'
import { StaffPicker } from './staff-picker.tsx'
import { usePinEntry } from './use-pin-entry.ts'

export interface SignInScreenProps {
  studio: Studio
  /** Filled in a demo studio only: shown beside the names. */
  demoPins: readonly StaffPin[]
  /** Who locked the window; their name is chosen already. */
  initialPersonId: string | null
}

/**
 * Who is at the desk, and their PIN. Made for a switch in under a second: arrows choose, digits go
 * to the PIN wherever the focus is, Enter signs in, Esc goes back to the names.
 */
export function SignInScreen({ studio, demoPins, initialPersonId }: SignInScreenProps): ReactNode {
  const staff = useQueryOf('staff.list', {})
  const [isRecovering, setRecovering] = useState(false)
  return (
    <main tabIndex={-1} className={styles.screen}>
      <header className={styles.brand}>
        <BrandMark size={30} />
        <span className={styles.studio}>{studio.name}</span>
      </header>
      {staff.failure ? (
        <ErrorState error={staff.failure} onRetry={staff.refetch} />
      ) : staff.data === undefined ? null : staff.data.length === 0 ? (
        <EmptyState
          icon={Users}
          title={words.signIn.noStaffTitle}
          body={words.signIn.noStaffBody}
        />
      ) : isRecovering ? (
        <RecoverForm staff={staff.data} onBack={() => setRecovering(false)} />
      ) : (
        <SignInForm
          staff={staff.data}
          demoPins={demoPins}
          initialPersonId={initialPersonId}
          onLocked={() => setRecovering(true)}
        />
      )}
    </main>
  )
}

function SignInForm({
  staff,
  demoPins,
  initialPersonId,
  onLocked,
}: {
  staff: readonly StaffMember[]
  demoPins: readonly StaffPin[]
  initialPersonId: string | null
  onLocked: () => void
}): ReactNode {
  const [personId, setPersonId] = useState(initialPersonId)
  const list = useRef<HTMLDivElement>(null)
  const client = useQueryClient()
  const signIn = useCommand('staff.signIn')
  const person = staff.find((member) => member.id === personId) ?? null
  /** The right PIN, which is to be replaced by a longer one. */
  const [shortPin, setShortPin] = useState<string | null>(null)

  async function enter(pin: string, answer: { newPin?: string; later?: true } = {}) {
    const result = await signIn.run({ staffId: person?.id ?? '', pin, ...answer })
    // The session is known now; waiting for the change notice would only cost time.
    if (result.ok) client.setQueryData(['staff.session', {}], result.value)
    return result
  }

  const entry = usePinEntry(async (pin) => {
    const result = await enter(pin)
    if (result.ok || result.error.code !== 'longer_pin_asked') return result
    signIn.clear()
    setShortPin(pin)
    return ok(null)
  })
  const { input: pinInput } = entry

  function choose(id: string): void {
    setPersonId(id)
    setShortPin(null)
    entry.reset()
  }

  // Digits belong to the PIN wherever the focus is, so that choosing and typing need no click between.
  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const isInField = event.target instanceof HTMLInputElement
    const digit = digitOf(event)
    if (event.key === 'Escape') {
      event.preventDefault()
      entry.setPin('')
      if (shortPin !== null) {
        // One step back is the PIN, whose field is there only now.
        flushSync(() => setShortPin(null))
        pinInput.current?.focus()
        return
      }
      list.current?.querySelector<HTMLElement>('[role="option"][aria-selected="true"]')?.focus()
    } else if (digit !== null && !isInField && !entry.isWaiting) {
      // A letter may have moved the focus to a name without choosing it: the PIN is for that name.
      const focusedId = optionOf(event.target)
      if (focusedId === null && (!person || shortPin !== null)) return
      event.preventDefault()
      event.stopPropagation()
      if (focusedId !== null && focusedId !== personId) choose(focusedId)
      entry.setPin((digits) => digits + digit)
      pinInput.current?.focus()
    }
  }

  return (
    <div className={styles.card} onKeyDownCapture={onKeyDown}>
      <section className={styles.people} ref={list}>
        <h1 className={styles.title}>{words.signIn.title}</h1>
        <StaffPicker
          staff={staff}
          pins={new Map(demoPins.map(({ staffId, pin: shown }) => [staffId, shown]))}
          selectedId={personId}
          onSelect={choose}
          onConfirm={() => pinInput.current?.focus()}
        />
        {demoPins.length > 0 && (
          <p className={styles.demo}>
            <strong>{words.signIn.demoTitle}</strong>
            {words.signIn.demoBody}
          </p>
        )}
        <div className={styles.locked}>
          <Button variant="ghost" onPress={onLocked}>
            {words.signIn.locked}
          </Button>
        </div>
      </section>
      <section className={styles.entry} aria-live="polite">
        {person && shortPin !== null ? (
          <LongerPinForm
            person={person}
            failure={signIn.failure}
            isPending={signIn.isPending}
            onChoose={(newPin) => void enter(shortPin, { newPin })}
            onLater={() => void enter(shortPin, { later: true })}
          />
        ) : (
          <>
            <h2 className={styles.hello}>
              {person ? words.signIn.pinTitle(firstName(person.name)) : ' '}
            </h2>
            <p className={styles.hint}>{person ? words.signIn.pinHint : words.signIn.chooseHint}</p>
            <PinPad
              label={person ? words.signIn.pinOf(person.name) : words.signIn.pin}
              value={entry.pin}
              onChange={entry.setPin}
              onSubmit={() => void entry.submit()}
              isPending={signIn.isPending}
              isDisabled={person === null || entry.isWaiting}
              error={entry.complaint}
              errorCount={entry.refusals}
              autoFocus={initialPersonId !== null && personId === initialPersonId}
              inputRef={pinInput}
            />
            <p className={styles.keys}>
              <Kbd keys="Enter" /> {words.signIn.keyEnter}
              <Kbd keys="Esc" /> {words.signIn.keyEsc}
            </p>
          </>
        )}
      </section>
    </div>
  )
}

function optionOf(target: EventTarget): string | null {
  const option = target instanceof Element ? target.closest('[role="option"]') : null
  return option?.getAttribute('data-key') ?? null
}

function firstName(name: string): string {
  return name.split(' ')[0] ?? name
}
