import { useMemo, useState, type ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import type { Versioned } from '../../../shared/expected-version.ts'
import { useCommand, useUndo } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { useFollowed } from '../../app/use-opened.ts'
import { BothVersions } from '../../ui/both-versions.tsx'
import { Button } from '../../ui/button.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { countryName, listCountries } from '../studio/list-countries.ts'
import { ListedField } from '../studio/listed-field.tsx'
import { SettingsCard } from './settings-card.tsx'
import styles from './studio-section.module.css'

/** What the studio is called, and what was fixed when it was set up. */
export function StudioSection(): ReactNode {
  const { studio } = useSignedIn()
  const say = words.settings.studio
  return (
    <>
      <SettingsCard title={say.nameTitle} hint={say.nameHint}>
        <NameForm saved={{ name: studio.name, version: studio.nameVersion }} />
      </SettingsCard>
      <SettingsCard title={say.countryTitle} hint={say.countryHint}>
        <CountryForm saved={{ country: studio.country, version: studio.countryVersion }} />
      </SettingsCard>
      <SettingsCard title={say.fixedTitle} hint={say.fixedBody}>
        <DescriptionList
          items={[
            { term: say.zone, value: studio.timeZone },
            { term: say.currency, value: studio.currency },
          ]}
        />
      </SettingsCard>
    </>
  )
}

function CountryForm({ saved }: { saved: Versioned & { country: string } }): ReactNode {
  const [country, setCountry] = useState<string | null>(saved.country)
  const edit = useFollowed(saved, (now) => setCountry(now.country))
  const countries = useMemo(() => listCountries(), [])
  const change = useCommand('studio.setCountry')
  const toasts = useToasts()
  const undo = useUndo()
  const say = words.settings.studio

  async function submit(): Promise<void> {
    if (country === null) return
    const result = await change.run({ country, expectedVersion: edit.opened.version })
    if (!result.ok) return
    edit.onSaved()
    toasts.show({
      tone: 'success',
      title: say.countrySaved(countryName(country)),
      action: { label: words.ui.undo, onPress: () => void undo(result.value.undo) },
    })
  }

  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <ListedField
        label={say.country}
        entries={countries}
        value={country}
        onChange={(next) => {
          setCountry(next)
          edit.onTyped()
          change.clear()
        }}
        emptyText={words.setup.countryNone}
        error={country === null ? words.setup.needCountry : undefined}
      />
      <FormError error={change.failure} />
      <BothVersions
        failure={change.failure}
        fields={[
          {
            label: say.country,
            mine: country === null ? '' : countryName(country),
            theirs: countryName(saved.country),
          },
        ]}
        onKeepMine={() => {
          edit.onKeepMine()
          change.clear()
        }}
        onTakeTheirs={() => {
          edit.onTakeTheirs()
          change.clear()
        }}
      />
      <Button
        variant="primary"
        type="submit"
        isPending={change.isPending}
        isDisabled={country === null || country === saved.country}
      >
        {say.saveCountry}
      </Button>
    </form>
  )
}

function NameForm({ saved }: { saved: Versioned & { name: string } }): ReactNode {
  const [name, setName] = useState(saved.name)
  const edit = useFollowed(saved, (now) => setName(now.name))
  const rename = useCommand('studio.rename')
  const toasts = useToasts()
  const undo = useUndo()
  const say = words.settings.studio
  const isEmpty = name.trim() === ''

  async function submit(): Promise<void> {
    if (isEmpty) return
    const result = await rename.run({ name, expectedVersion: edit.opened.version })
    if (!result.ok) return
    edit.onSaved()
    toasts.show({
      tone: 'success',
      title: say.renamed(name.trim()),
      action: { label: words.ui.undo, onPress: () => void undo(result.value.undo) },
    })
  }

  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <TextField
        label={say.name}
        value={name}
        onChange={(next) => {
          setName(next)
          edit.onTyped()
          rename.clear()
        }}
        maxLength={80}
        error={isEmpty ? words.setup.needName : undefined}
      />
      <FormError error={rename.failure} />
      <BothVersions
        failure={rename.failure}
        fields={[{ label: say.name, mine: name, theirs: saved.name }]}
        onKeepMine={() => {
          edit.onKeepMine()
          rename.clear()
        }}
        onTakeTheirs={() => {
          edit.onTakeTheirs()
          rename.clear()
        }}
      />
      <Button
        variant="primary"
        type="submit"
        isPending={rename.isPending}
        isDisabled={name.trim() === saved.name}
      >
        {say.save}
      </Button>
    </form>
  )
}
