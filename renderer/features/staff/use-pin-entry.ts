import {
  useEffect,
  useRef,
  useState,
  type Dispatch,
  type RefObject,
  type SetStateAction,
} from 'react'
import type { Failure, Result } from '../../../shared/result.ts'
import { words } from '../../../shared/words/index.ts'
import { useCountdown } from './use-countdown.ts'

/** What a {@link PinPad} shows, and what is done with it. */
export interface PinEntry {
  readonly pin: string
  readonly setPin: Dispatch<SetStateAction<string>>
  /** Sends the PIN; after a refusal the field is empty, says why and has the focus again. */
  readonly submit: () => Promise<void>
  /** Forgets what was typed and said: another person is chosen. */
  readonly reset: () => void
  /** True during the pause after too many wrong PINs. */
  readonly isWaiting: boolean
  /** The sentence under the dots. */
  readonly complaint: string | undefined
  /** Goes up with every refusal. */
  readonly refusals: number
  readonly input: RefObject<HTMLInputElement | null>
}

/**
 * One person's PIN as it is typed, tried and refused, with the seconds of the pause counted down.
 *
 * @param send tries the PIN in main
 */
export function usePinEntry(send: (pin: string) => Promise<Result<unknown>>): PinEntry {
  const [pin, setPin] = useState('')
  const [refusals, setRefusals] = useState(0)
  const [failure, setFailure] = useState<Failure | null>(null)
  const { secondsLeft, start, stop } = useCountdown()
  const input = useRef<HTMLInputElement>(null)

  // The field was off while waiting and lost its focus; the next try needs it back.
  const isWaiting = secondsLeft > 0
  useEffect(() => {
    if (!isWaiting && refusals > 0) input.current?.focus()
  }, [isWaiting, refusals])

  async function submit(): Promise<void> {
    const result = await send(pin)
    if (result.ok) return
    setPin('')
    setFailure(result.error)
    setRefusals((count) => count + 1)
    const seconds = result.error.details?.['seconds']
    if (typeof seconds === 'number') start(seconds)
    input.current?.focus()
  }

  function reset(): void {
    setPin('')
    setFailure(null)
    stop()
  }

  const complaint = isWaiting
    ? words.signIn.wait(secondsLeft)
    : failure?.code === 'pin_locked'
      ? undefined
      : failure?.message

  return { pin, setPin, submit, reset, isWaiting, complaint, refusals, input }
}
