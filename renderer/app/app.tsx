import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import { I18nProvider } from 'react-aria-components'
import { words } from '../../shared/words/index.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { ToastProvider } from '../ui/toast.tsx'
import { useKeptFocus } from '../ui/use-kept-focus.ts'
import { createQueryClient, refreshOnChange } from './api.ts'
import { isConnected } from './bridge.ts'
import { ConditionBar } from './condition-bar.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { Root } from './root.tsx'
import { ShortcutProvider } from './shortcuts.tsx'
import { SureProvider } from './sure-provider.tsx'

/** Everything, with what all screens share around it. */
export function App(): ReactNode {
  const [client] = useState(createQueryClient)
  useEffect(() => refreshOnChange(client), [client])
  useKeptFocus()

  return (
    <I18nProvider locale="en-GB">
      <QueryClientProvider client={client}>
        <ToastProvider>
          <ShortcutProvider>
            <SureProvider>
              <ErrorBoundary>
                {isConnected() ? (
                  <>
                    <Root />
                    <ConditionBar />
                  </>
                ) : (
                  <ErrorState
                    error={{
                      message: words.shell.disconnectedTitle,
                      nextStep: words.shell.disconnectedBody,
                    }}
                  />
                )}
              </ErrorBoundary>
            </SureProvider>
          </ShortcutProvider>
        </ToastProvider>
      </QueryClientProvider>
    </I18nProvider>
  )
}
