import { Component, type ReactNode } from 'react'
import { words } from '../../shared/words/index.ts'
import { ErrorState } from '../ui/error-state.tsx'

/**
 * Keeps a screen that broke from taking the window with it. "Open again" mounts it anew.
 *
 * @example
 * <ErrorBoundary key={route}><DayScreen /></ErrorBoundary>
 */
export class ErrorBoundary extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true }
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children
    return (
      <ErrorState
        error={{ message: words.shell.crashTitle, nextStep: words.shell.crashBody }}
        onRetry={() => this.setState({ isBroken: false })}
      />
    )
  }
}
