import { useState, type ReactNode } from 'react'
import { foldText } from '../../../shared/fold-text.ts'
import { ComboBox } from '../../ui/combo-box.tsx'
import styles from './listed-field.module.css'

export interface ListedFieldProps {
  label: string
  entries: readonly { id: string; text: string; detail: string }[]
  value: string | null
  onChange: (id: string | null) => void
  emptyText: string
  placeholder?: string
  description?: string | undefined
  error?: string | undefined
}

/** More rows than this nobody scrolls; they type another letter. */
const mostShown = 60

/** Chooses one of a few hundred known entries, such as a time zone, by typing a part of it. */
export function ListedField({
  label,
  entries,
  value,
  onChange,
  emptyText,
  placeholder,
  description,
  error,
}: ListedFieldProps): ReactNode {
  const chosen = entries.find((entry) => entry.id === value)
  const [text, setText] = useState(chosen?.text ?? '')
  // Another one was filled in from outside: what was typed to find the last one is no search any more.
  const [shown, setShown] = useState(value)
  if (value !== shown) {
    setShown(value)
    if (chosen) setText(chosen.text)
  }
  // The chosen entry's own text is no search: opening the list then shows all of it.
  const wanted = chosen?.text === text ? '' : foldText(text.trim())
  const found = entries.filter((entry) => foldText(entry.text).includes(wanted)).slice(0, mostShown)

  return (
    <ComboBox
      label={label}
      items={found}
      idOf={(entry) => entry.id}
      textOf={(entry) => entry.text}
      renderItem={(entry) => (
        <span className={styles.row}>
          <span className={styles.text}>{entry.text}</span>
          <span className={styles.detail}>{entry.detail}</span>
        </span>
      )}
      selectedId={value}
      onSelect={(entry) => onChange(entry?.id ?? null)}
      inputValue={text}
      onInputChange={setText}
      emptyText={emptyText}
      opensOn="input"
      {...(placeholder !== undefined && { placeholder })}
      {...(description !== undefined && { description })}
      error={error}
    />
  )
}
