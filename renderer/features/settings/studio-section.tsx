import { useMemo, useState, type ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useUndo } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
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
        <NameForm key={studio.name} name={studio.name} />
      </SettingsCard>
      <SettingsCard title={say.countryTitle} hint={say.countryHint}>
        <CountryForm key={studio.country} country={studio.country} />
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

function CountryForm({ country: saved }: { country: string }): ReactNode {
  const [country, setCountry] = useState<string | null>(saved)
  const countries = useMemo(() => listCountries(), [])
  const change = useCommand('studio.setCountry')
  const toasts = useToasts()
  const undo = useUndo()
  const say = words.settings.studio

  async function submit(): Promise<void> {
    if (country === null) return
    const result = await change.run({ country })
    if (!result.ok) return
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
          change.clear()
        }}
        emptyText={words.setup.countryNone}
        error={country === null ? words.setup.needCountry : undefined}
      />
      <FormError error={change.failure} />
      <Button
        variant="primary"
        type="submit"
        isPending={change.isPending}
        isDisabled={country === null || country === saved}
      >
        {say.saveCountry}
      </Button>
    </form>
  )
}

function NameForm({ name: saved }: { name: string }): ReactNode {
  const [name, setName] = useState(saved)
  const rename = useCommand('studio.rename')
  const toasts = useToasts()
  const undo = useUndo()
  const say = words.settings.studio
  const isEmpty = name.trim() === ''

  async function submit(): Promise<void> {
    if (isEmpty) return
    const result = await rename.run({ name })
    if (!result.ok) return
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
          rename.clear()
        }}
        maxLength={80}
        error={isEmpty ? words.setup.needName : undefined}
      />
      <FormError error={rename.failure} />
      <Button
        variant="primary"
        type="submit"
        isPending={rename.isPending}
        isDisabled={name.trim() === saved}
      >
        {say.save}
      </Button>
    </form>
  )
}
