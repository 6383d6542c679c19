import { CircleAlert, CircleCheck, Send } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { TestMessage } from '../../../shared/messages.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { FormError } from '../../ui/form-error.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { SideSection } from './side-section.tsx'
import styles from './test-message-form.module.css'

/** Sends a message with the saved settings and shows the server's own answer. */
export function TestMessageForm(): ReactNode {
  const [to, setTo] = useState('')
  const send = useCommand('messages.test')
  const result = useQueryOf('messages.testResult', {}).data ?? null
  const isSending = result?.state === 'sending'

  return (
    <SideSection title={words.messages.testTitle}>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!isSending) void send.run({ to: to.trim() })
        }}
      >
        <TextField
          label={words.messages.testTo}
          type="email"
          value={to}
          onChange={(address) => {
            setTo(address)
            send.clear()
          }}
          maxLength={254}
        />
        <FormError error={send.failure} />
        <Button type="submit" icon={Send} isPending={send.isPending || isSending}>
          {words.messages.testSend}
        </Button>
        <div role="status">{result && <Answer result={result} />}</div>
      </form>
    </SideSection>
  )
}

function Answer({ result }: { result: TestMessage }): ReactNode {
  const { state, to, answer } = result
  if (state === 'sending') return <p className={styles.answer}>{words.messages.testing(to)}</p>
  const isGood = state === 'accepted'
  const Icon = isGood ? CircleCheck : CircleAlert
  const said = { to, answer: answer ?? '' }
  return (
    <p className={classNames(styles.answer, isGood ? styles.good : styles.bad)}>
      <Icon className={styles.icon} aria-hidden />
      <span>{isGood ? words.messages.testAccepted(said) : words.messages.testRefused(said)}</span>
    </p>
  )
}
