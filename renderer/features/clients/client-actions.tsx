import { Download, Ellipsis, Eraser, Merge } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import type { ClientProfile } from '../../../shared/clients.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { clientRoute } from '../../app/routes.ts'
import { useSignedIn } from '../../app/session.tsx'
import { useExportNotice } from '../../app/use-export-notice.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { EraseDialog } from './erase-dialog.tsx'
import { MergeDialog } from './merge-dialog.tsx'

/** What can be done with a whole client: merge for the desk; export and erase for the manager. */
export function ClientActions({ client }: { client: ClientProfile }): ReactNode {
  const { session } = useSignedIn()
  const [, navigate] = useLocation()
  const [open, setOpen] = useState<'merge' | 'erase' | null>(null)
  const isManager = session.role === 'manager'
  const startExport = useCommand('clients.export', { toastFailures: true })
  const close = () => setOpen(null)
  return (
    <>
      <Menu
        label={words.clients.more}
        trigger={<IconButton icon={Ellipsis} label={words.clients.more} variant="outline" />}
        groups={[
          [
            {
              id: 'merge',
              label: words.clients.merge,
              icon: Merge,
              onAction: () => setOpen('merge'),
            },
          ],
          ...(isManager
            ? [
                (['html', 'json'] as const).map((format) => ({
                  id: format,
                  label: words.clients.exports[format],
                  icon: Download,
                  onAction: () => void startExport.run({ clientId: client.id, format }),
                })),
                [
                  {
                    id: 'erase',
                    label: words.clients.erase,
                    icon: Eraser,
                    tone: 'danger' as const,
                    onAction: () => setOpen('erase'),
                  },
                ],
              ]
            : []),
        ]}
      />
      {isManager && <ExportNotice clientId={client.id} />}
      {open === 'merge' && (
        <MergeDialog
          keepId={client.id}
          keepName={client.name}
          onClose={close}
          onMerged={(id) => {
            close()
            navigate(clientRoute(id))
          }}
        />
      )}
      {open === 'erase' && <EraseDialog clientId={client.id} name={client.name} onClose={close} />}
    </>
  )
}

function ExportNotice({ clientId }: { clientId: string }): ReactNode {
  const state = useQueryOf('clients.exportState', {}).data
  useExportNotice(state, clientId, words.clients)
  return null
}
