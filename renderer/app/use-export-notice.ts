import { useEffect, useRef } from 'react'
import type { ExportState } from '../../shared/export-state.ts'
import { useToasts } from '../ui/toast.tsx'

/**
 * Says where an export went, or why it did not, once the person has chosen a place.
 *
 * @param of what this screen exports; another screen's export is not told here
 * @example
 * useExportNotice(state, clientId, words.clients)
 */
export function useExportNotice(
  state: ExportState | null,
  of: string,
  say: { readonly exported: string; readonly exportFailed: string },
): void {
  const toasts = useToasts()
  const was = useRef(state?.state ?? null)
  const { exported, exportFailed } = say
  useEffect(() => {
    const before = was.current
    was.current = state?.state ?? null
    if (state === null || state.of !== of || before !== 'choosing') return
    if (state.state === 'saved')
      toasts.show({ tone: 'success', title: exported, body: state.file ?? '' })
    if (state.state === 'failed')
      toasts.show({ tone: 'danger', title: exportFailed, body: state.problem ?? '' })
  }, [state, of, exported, exportFailed, toasts])
}
