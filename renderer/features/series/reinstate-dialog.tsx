import { useState, type ReactNode } from 'react'
import type { InputOf } from '../../../shared/contract.ts'
import type { Contracts } from '../../../shared/contracts.ts'
import type { SeriesChanged } from '../../../shared/series.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { DatesDialog } from './dates-dialog.tsx'
import { choicesFor, type Choices } from './series-choices.ts'

/** The sessions of a series that go back to where they stood. */
export type Reinstate = InputOf<Contracts['series.previewPutBack']>

/** Some dates cannot go back to where they were: each is shown, with what can be done about it. */
export function ReinstateDialog({
  input,
  onClose,
  onDone,
}: {
  input: Reinstate
  onClose: () => void
  onDone: (back: SeriesChanged) => void
}): ReactNode {
  const [choices, setChoices] = useState<Choices>({})
  const preview = useQueryOf('series.previewPutBack', input)
  const reinstate = useCommand('series.putBack')
  return (
    <DatesDialog
      title={words.series.backTitle}
      subtitle={words.series.backHelp}
      isValid
      preview={preview}
      choices={choices}
      onChoices={setChoices}
      skipLabel={words.series.leave}
      confirm={words.series.confirmBack}
      command={reinstate}
      onSubmit={() => {
        void reinstate
          .run({ ...input, choices: choicesFor(preview.data ?? [], choices) })
          .then((result) => {
            if (result.ok) onDone(result.value)
          })
      }}
      onClose={onClose}
    />
  )
}
