import type { ReactNode } from 'react'
import { words } from '../../shared/words/index.ts'
import styles from './both-versions.module.css'
import { Button } from './button.tsx'
import { Table, type TableColumn } from './table.tsx'

/** A field as it was typed here, and as somebody else has saved it. */
export interface TwoValues {
  readonly label: string
  readonly mine: string
  readonly theirs: string
}

export interface BothVersionsProps {
  /** What was answered; anything else than `changed_since` draws nothing. */
  failure: { readonly code: string } | null | undefined
  fields: readonly TwoValues[]
  /** What the lines are, where they are not fields. */
  linesAre?: string
  /** What the first of the two is, where nothing was typed. */
  mineIs?: string
  /** What was typed is to be saved over what is there now. Left out where nothing was typed. */
  onKeepMine?: () => void
  onTakeTheirs: () => void
}

const { ui } = words
const columnsOf = (lines: string, mineIs: string): readonly TableColumn<TwoValues>[] => [
  { id: 'field', header: lines, cell: ({ label }) => label, isRowHeader: true },
  { id: 'mine', header: mineIs, cell: ({ mine }) => mine || '–' },
  { id: 'theirs', header: ui.theirs, cell: ({ theirs }) => theirs || '–' },
]

/** It comes below what was filled in: the choice must not have to be looked for. */
const intoView = (section: HTMLElement | null) => section?.scrollIntoView({ block: 'nearest' })

/** What was changed by somebody else while it was edited here: both versions, and a choice. */
export function BothVersions({
  failure,
  fields,
  linesAre = ui.field,
  mineIs = ui.mine,
  onKeepMine,
  onTakeTheirs,
}: BothVersionsProps): ReactNode {
  if (failure?.code !== 'changed_since') return null
  const differing = fields.filter(({ mine, theirs }) => mine !== theirs)
  return (
    <section ref={intoView} className={styles.box} aria-label={ui.bothVersions}>
      {differing.length === 0 ? (
        <p>{ui.versionsAgree}</p>
      ) : (
        <Table
          label={ui.bothVersions}
          columns={columnsOf(linesAre, mineIs)}
          rows={differing}
          keyOf={({ label }) => label}
        />
      )}
      <div className={styles.buttons}>
        <Button onPress={onTakeTheirs}>{ui.takeTheirs}</Button>
        {onKeepMine && <Button onPress={onKeepMine}>{ui.keepMine}</Button>}
      </div>
    </section>
  )
}
