import { useEffect, useRef } from 'react'
import type { ExportState } from '../../shared/export-state.ts'
import { useToasts } from '../ui/toast.tsx'

/**
 * Says where an export went, or why it did not, once the person has chosen a place. One that is over
 * before anything was seen of it is told as well; one from before this screen was there is not.
 *
 * @param state undefined: not known yet
 * @param of what this screen exports; another screen's export is not told here
 * @example
 * useExportNotice(state, clientId, words.clients)
 */
export function useExportNotice(
  state: ExportState | null | undefined,
  of: string,
  say: { readonly exported: string; readonly exportFailed: string },
): void {
  const toasts = useToasts()
  /** The last one of which nothing more is to be said. */
  const told = useRef<number>(undefined)
  const { exported, exportFailed } = say
  useEffect(() => {
    if (state === undefined) return
    const over = state === null ? 0 : state.state === 'choosing' ? state.number - 1 : state.number
    const before = told.current ?? over
    told.current = over
    if (state === null || over <= before || state.of !== of) return
    if (state.state === 'saved')
      toasts.show({ tone: 'success', title: exported, body: state.file ?? '' })
    if (state.state === 'failed')
      toasts.show({ tone: 'danger', title: exportFailed, body: state.problem ?? '' })
  }, [state, of, exported, exportFailed, toasts])
}
