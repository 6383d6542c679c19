import { useState, type ReactNode } from 'react'
import type { Versioned } from '../../../shared/expected-version.ts'
import type { MessageSettings } from '../../../shared/messages.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { useFollowed } from '../../app/use-opened.ts'
import { BothVersions, type TwoValues } from '../../ui/both-versions.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useToasts } from '../../ui/toast.tsx'
import {
  draftOf,
  inputOf,
  problemsOf,
  withSecurity,
  type MailServerDraft,
} from './mail-server-draft.ts'
import styles from './mail-server-form.module.css'
import { SideSection } from './side-section.tsx'

const securities = (['starttls', 'tls', 'none'] as const).map((value) => ({
  value,
  label: words.messages.securities[value],
}))

/** How the studio sends e-mail. */
export function MailServerForm(): ReactNode {
  const { studio } = useSignedIn()
  const settings = useQueryOf('messages.settings', {})
  return (
    <SideSection title={words.messages.settings}>
      {settings.data !== undefined ? (
        <Fields saved={settings.data} studioName={studio.name} />
      ) : settings.failure ? (
        <ErrorState error={settings.failure} onRetry={settings.refetch} />
      ) : (
        <div aria-busy>
          <Skeleton height={320} />
        </div>
      )}
    </SideSection>
  )
}

function Fields({
  saved,
  studioName,
}: {
  /** Null: not set up yet. */
  saved: (MessageSettings & Versioned) | null
  studioName: string
}): ReactNode {
  const [draft, setDraft] = useState(() => draftOf(saved, studioName))
  const [isChecked, setChecked] = useState(false)
  const save = useCommand('messages.saveSettings')
  const edit = useFollowed({ saved, version: saved?.version ?? 0 }, (now) =>
    setDraft(draftOf(now.saved, studioName)),
  )
  const toasts = useToasts()
  const problems = isChecked ? problemsOf(draft) : {}
  const hasPassword = saved?.hasPassword === true
  const set = (part: Partial<MailServerDraft>) => {
    setDraft((before) => ({ ...before, ...part }))
    edit.onTyped()
    save.clear()
  }

  async function submit(): Promise<void> {
    setChecked(true)
    if (Object.keys(problemsOf(draft)).length > 0) return
    const result = await save.run({ ...inputOf(draft), expectedVersion: edit.opened.version })
    if (!result.ok) return
    edit.onSaved()
    toasts.show({ tone: 'success', title: words.messages.saved })
  }

  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Checkbox isSelected={draft.enabled} onChange={(enabled) => set({ enabled })}>
        {words.messages.enabled}
      </Checkbox>
      <div className={styles.server}>
        <TextField
          label={words.messages.host}
          value={draft.host}
          onChange={(host) => set({ host })}
          error={problems.host}
          placeholder={words.messages.hostExample}
          maxLength={253}
        />
        <TextField
          label={words.messages.port}
          value={draft.port}
          onChange={(port) => set({ port })}
          error={problems.port}
          inputMode="numeric"
          maxLength={5}
        />
      </div>
      <SegmentedControl
        label={words.messages.security}
        segments={securities}
        value={draft.security}
        onChange={(security) => {
          setDraft((before) => withSecurity(before, security))
          edit.onTyped()
          save.clear()
        }}
        isFullWidth
      />
      <TextField
        label={words.messages.userName}
        isOptional
        value={draft.userName}
        onChange={(userName) => set({ userName })}
        maxLength={254}
      />
      {draft.userName.trim() !== '' && (
        <TextField
          label={words.messages.password}
          type="password"
          isOptional
          value={draft.password}
          onChange={(password) => set({ password, isPasswordForgotten: false })}
          description={hasPassword ? words.messages.passwordKept : undefined}
          maxLength={500}
        />
      )}
      {hasPassword && draft.userName.trim() !== '' && (
        <Checkbox
          isSelected={draft.isPasswordForgotten}
          onChange={(isPasswordForgotten) => set({ isPasswordForgotten, password: '' })}
        >
          {words.messages.forgetPassword}
        </Checkbox>
      )}
      <TextField
        label={words.messages.fromName}
        value={draft.fromName}
        onChange={(fromName) => set({ fromName })}
        error={problems.fromName}
        maxLength={80}
      />
      <TextField
        label={words.messages.fromAddress}
        type="email"
        value={draft.fromAddress}
        onChange={(fromAddress) => set({ fromAddress })}
        error={problems.fromAddress}
        maxLength={254}
      />
      <FormError error={save.failure} />
      <BothVersions
        failure={save.failure}
        fields={versionsOf(draft, draftOf(saved, studioName))}
        onKeepMine={() => {
          edit.onKeepMine()
          save.clear()
        }}
        onTakeTheirs={() => {
          edit.onTakeTheirs()
          save.clear()
        }}
      />
      <Button variant="primary" type="submit" isPending={save.isPending}>
        {words.messages.save}
      </Button>
    </form>
  )
}

/** Both versions as they are read; a password is never shown. */
function versionsOf(mine: MailServerDraft, theirs: MailServerDraft): TwoValues[] {
  const { messages: say, ui } = words
  const row = (label: string, read: (draft: MailServerDraft) => string): TwoValues => ({
    label,
    mine: read(mine),
    theirs: read(theirs),
  })
  return [
    row(say.enabled, ({ enabled }) => (enabled ? ui.yes : ui.no)),
    row(say.host, ({ host }) => host),
    row(say.port, ({ port }) => port),
    row(say.security, ({ security }) => say.securities[security]),
    row(say.userName, ({ userName }) => userName),
    row(say.fromName, ({ fromName }) => fromName),
    row(say.fromAddress, ({ fromAddress }) => fromAddress),
  ]
}
