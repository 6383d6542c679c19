import type { FitFlowBridge } from '../../shared/bridge.ts'
import type { Invocation } from '../../shared/contract.ts'
import { refuse, type Result } from '../../shared/result.ts'

declare global {
  interface Window {
    /** Put there by the preload; missing only when the page is opened outside FitFlow. */
    readonly fitflow?: FitFlowBridge
  }
}

/** Whether the page has the application behind it. */
export function isConnected(): boolean {
  return window.fitflow !== undefined
}

/**
 * Sends one query or command. Never rejects: what breaks on the way is an `unexpected` failure,
 * so callers have one kind of "no" to show.
 */
export async function send(invocation: Invocation): Promise<Result<unknown>> {
  if (!window.fitflow) return refuse('unexpected', {})
  try {
    return await window.fitflow.invoke(invocation)
  } catch {
    // The channel itself failed: main is gone or restarting.
    return refuse('unexpected', {})
  }
}
