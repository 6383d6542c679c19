import { useState, type ReactNode } from 'react'
import { clientDetailsSchema, type ClientProfile } from '../../../shared/clients.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useUndo, useUndoable } from '../../app/api.ts'
import { useOpened } from '../../app/use-opened.ts'
import { BothVersions } from '../../ui/both-versions.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useToasts } from '../../ui/toast.tsx'
import styles from './client-form.module.css'
import { draftOf, versionsOf, type ClientDraft } from './client-versions.ts'
import { SimilarClients } from './similar-clients.tsx'
import { useSimilar } from './use-similar.ts'

export interface ClientFormProps {
  /** Left out: somebody new. */
  client?: ClientProfile
  onClose: () => void
  /** Saved, or somebody already on the list was chosen instead. */
  onDone: (clientId: string) => void
}

/** Registers a client or changes what is known of one; says who may be the same before it is saved. */
export function ClientForm({ client, onClose, onDone }: ClientFormProps): ReactNode {
  const { opened, catchUp } = useOpened(client ?? null)
  const before = opened && draftOf(opened)
  const [draft, setDraft] = useState<ClientDraft>(before ?? nothing)
  const [problems, setProblems] = useState<Partial<Record<keyof ClientDraft, string>>>({})
  const register = useCommand('clients.register')
  const update = useCommand('clients.update')
  const toasts = useToasts()
  const undo = useUndo()
  const push = useUndoable()
  const similar = useSimilar(draft, client?.id)
  const save = client ? update : register

  const set = (part: Partial<ClientDraft>) => {
    setDraft((current) => ({ ...current, ...part }))
    setProblems({})
    save.clear()
  }

  async function submit(): Promise<void> {
    const wrong = problemsOf(draft)
    setProblems(wrong)
    if (Object.keys(wrong).length > 0) return
    if (!client || !opened) {
      const result = await register.run(draft)
      if (!result.ok) return
      toasts.show({ tone: 'success', title: words.clients.registered(draft.name.trim()) })
      onDone(result.value.clientId)
      return
    }
    const next = { ...draft, clientId: client.id }
    const result = await update.run({ ...next, expectedVersion: opened.version })
    if (!result.ok) return
    // The old values are kept here and nowhere else: what main names as undo is remembered, people are not.
    const { version: expectedVersion } = result.value
    const input = { ...before, clientId: client.id, expectedVersion }
    const back = { command: 'clients.update', input }
    push(back, { command: 'clients.update', input: next })
    toasts.show({
      tone: 'success',
      title: words.clients.saved(draft.name.trim()),
      ...(before && {
        action: { label: words.ui.undo, onPress: () => void undo(back) },
      }),
    })
    onDone(client.id)
  }

  return (
    <FormDialog
      onClose={onClose}
      title={client ? words.clients.editTitle(client.name) : words.clients.newTitle}
      cancel={words.clients.cancel}
      action={
        client
          ? words.clients.save
          : similar.length > 0
            ? words.clients.registerAnyway
            : words.clients.register
      }
      isPending={save.isPending}
      onSubmit={submit}
    >
      <TextField
        autoFocus
        label={words.booking.name}
        value={draft.name}
        onChange={(name) => set({ name })}
        error={problems.name}
        maxLength={80}
      />
      <div className={styles.pair}>
        <TextField
          label={words.booking.phone}
          type="tel"
          isOptional
          value={draft.phone}
          onChange={(phone) => set({ phone })}
          error={problems.phone}
          maxLength={40}
        />
        <TextField
          label={words.booking.email}
          type="email"
          isOptional
          value={draft.email}
          onChange={(email) => set({ email })}
          error={problems.email}
          maxLength={254}
        />
      </div>
      <Checkbox
        isSelected={draft.messagesConsent}
        onChange={(messagesConsent) => set({ messagesConsent })}
        description={words.booking.consentHelp}
      >
        {words.booking.consent}
      </Checkbox>
      <TextArea
        label={words.clients.notes}
        isOptional
        value={draft.notes}
        onChange={(notes) => set({ notes })}
        placeholder={words.booking.notePlaceholder}
        maxLength={2000}
      />
      <SimilarClients clients={similar} onUse={client ? null : ({ id }) => onDone(id)} />
      <FormError error={save.failure} />
      {client && (
        <BothVersions
          failure={save.failure}
          fields={versionsOf(draft, draftOf(client))}
          onKeepMine={() => {
            catchUp()
            save.clear()
          }}
          onTakeTheirs={() => {
            catchUp()
            set(draftOf(client))
          }}
        />
      )}
    </FormDialog>
  )
}

const nothing: ClientDraft = { name: '', phone: '', email: '', notes: '', messagesConsent: false }

/** Which fields are wrong, in words, by the contract's own rules. */
function problemsOf(draft: ClientDraft): Partial<Record<keyof ClientDraft, string>> {
  const parsed = clientDetailsSchema.safeParse(draft)
  if (parsed.success) return {}
  const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0]))
  return {
    ...(wrong.has('name') && { name: words.booking.nameMissing }),
    ...(wrong.has('phone') && { phone: words.booking.phoneWrong }),
    ...(wrong.has('email') && { email: words.booking.emailWrong }),
  }
}
