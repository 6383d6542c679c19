import type { ReactNode } from 'react'
import type { Failure } from '../../../shared/result.ts'
import { words } from '../../../shared/words/index.ts'
import { BothVersions, type BothVersionsProps } from '../../ui/both-versions.tsx'
import type { DialogProps } from '../../ui/dialog.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { RetiredExists } from './retired-exists.tsx'

export interface EditDialogProps extends Pick<
  DialogProps,
  'title' | 'subtitle' | 'size' | 'onClose'
> {
  /** Those it may send; one of them at a time. */
  commands: readonly {
    readonly isPending: boolean
    readonly failure: Failure | null
    readonly clear: () => void
  }[]
  /** What is typed beside what is there now; left out for something new. */
  versions?: Omit<BothVersionsProps, 'failure'> | undefined
  onSave: () => Promise<void>
  /** Left out: “Save”, or “Save anyway” once one of its name is known to be off the list. */
  saveLabel?: string
  children: ReactNode
}

/** Makes or changes one thing of the catalogue: its fields, and one button that saves them. */
export function EditDialog({
  commands,
  versions,
  onSave,
  saveLabel,
  children,
  ...dialog
}: EditDialogProps): ReactNode {
  const isPending = commands.some((command) => command.isPending)
  const failed = commands.find(({ failure }) => failure !== null)
  const isAnother = failed?.failure?.code === 'retired_exists'
  return (
    <FormDialog
      {...dialog}
      action={isAnother ? words.staff.saveAnyway : (saveLabel ?? words.catalog.save)}
      isPending={isPending}
      onSubmit={onSave}
    >
      {children}
      <RetiredExists failure={failed?.failure ?? null} onBack={dialog.onClose} />
      {versions && (
        <BothVersions
          failure={failed?.failure}
          fields={versions.fields}
          onKeepMine={() => {
            failed?.clear()
            versions.onKeepMine?.()
          }}
          onTakeTheirs={() => {
            failed?.clear()
            versions.onTakeTheirs()
          }}
        />
      )}
    </FormDialog>
  )
}
