import { useState, type ReactNode } from 'react'
import type { InputOf } from '../../../shared/contract.ts'
import type { Contracts } from '../../../shared/contracts.ts'
import type { SeriesChanged } from '../../../shared/series.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { DatesDialog } from './dates-dialog.tsx'
import { choicesFor, type Choices } from './series-choices.ts'

/** The sessions of a series that go back to where they stood. */
export type PutBack = InputOf<Contracts['series.previewPutBack']>

/** Some dates cannot go back to where they were: each is shown, with what can be done about it. */
export function PutBackDialog({
  input,
  onClose,
  onDone,
}: {
  input: PutBack
  onClose: () => void
  onDone: (back: SeriesChanged) => void
}): ReactNode {
  const [choices, setChoices] = useState<Choices>({})
  const preview = useQueryOf('series.previewPutBack', input)
  const putBack = useCommand('series.putBack')
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
      command={putBack}
      onSubmit={() => {
        void putBack
          .run({ ...input, choices: choicesFor(preview.data ?? [], choices) })
          .then((result) => {
            if (result.ok) onDone(result.value)
          })
      }}
      onClose={onClose}
    />
  )
}
