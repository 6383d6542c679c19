import { createContext, use, useCallback, useState, type ReactNode } from 'react'
import type { Failure, Result } from '../../shared/result.ts'
import { words } from '../../shared/words/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { LayerHost, LayersContext } from '../ui/layer-host.tsx'

/** Runs something that may need to be confirmed. */
type RunSure = <T>(run: (sureOfMinor?: number) => Promise<Result<T>>) => Promise<Result<T>>

const SureContext = createContext<RunSure | null>(null)

/**
 * Asks once more before an unusually high amount is taken, over whatever is shown. See {@link useSure}.
 * Around everything; it also holds the places in which other questions are laid over a dialog.
 */
export function SureProvider({ children }: { children: ReactNode }): ReactNode {
  const [hosts] = useState(() => new Set<(layer: ReactNode) => void>())
  const sure = useCallback<RunSure>(
    async (run) => {
      const first = await run()
      if (first.ok || first.error.code !== 'amount_unusual') return first
      const show = [...hosts].at(-1)
      const amountMinor = Number(first.error.details?.['amountMinor'])
      if (!show) return first
      const isSure = await new Promise<boolean>((answer) =>
        show(<UnusualDialog failure={first.error} onAnswer={answer} />),
      )
      show(null)
      return isSure ? run(amountMinor) : first
    },
    [hosts],
  )
  return (
    <LayersContext value={hosts}>
      <SureContext value={sure}>
        {children}
        <LayerHost />
      </SureContext>
    </LayersContext>
  )
}

/**
 * Runs a command; when it is refused with `amount_unusual`, asks whether the amount is meant and runs it
 * again with it. Answers what the last run answered: not being sure leaves the refusal, which the form
 * shows as any other, and what was typed.
 *
 * @example
 * const sure = useSure()
 * const result = await sure((sureOfMinor) => add.run({ ...input, sureOfMinor }))
 */
export function useSure(): RunSure {
  const sure = use(SureContext)
  if (!sure) throw new Error('useSure needs a SureProvider above it')
  return sure
}

function UnusualDialog({
  failure,
  onAnswer,
}: {
  failure: Failure
  onAnswer: (isSure: boolean) => void
}): ReactNode {
  const amount = String(failure.details?.['amount'])
  return (
    <Dialog
      isOpen
      role="alertdialog"
      size="sm"
      title={words.ui.unusualTitle(amount)}
      onClose={() => onAnswer(false)}
      footer={
        <>
          <Button onPress={() => onAnswer(false)}>{words.ui.unusualBack}</Button>
          <Button variant="primary" onPress={() => onAnswer(true)}>
            {words.ui.unusualConfirm(amount)}
          </Button>
        </>
      }
    >
      <p>{words.ui.unusualBody}</p>
    </Dialog>
  )
}
