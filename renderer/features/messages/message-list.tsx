import type { ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { useToasts } from '../../ui/toast.tsx'
import styles from './message-list.module.css'
import { MessageRow } from './message-row.tsx'
import type { OutboxList } from './use-outbox.ts'

/** The messages, newest first. */
export function MessageList({ list }: { list: OutboxList }): ReactNode {
  const retry = useCommand('messages.retry', { toastFailures: true })
  const toasts = useToasts()

  async function tryAgain(messageId: string): Promise<void> {
    const result = await retry.run({ messageId })
    if (result.ok) toasts.show({ title: words.messages.retried })
  }

  return (
    <div className={styles.list}>
      <ol aria-label={words.messages.list} className={styles.rows}>
        {list.messages.map((message) => (
          <MessageRow
            key={message.id}
            message={message}
            onRetry={() => void tryAgain(message.id)}
          />
        ))}
      </ol>
      {list.hasMore && (
        <div className={styles.more}>
          <Button variant="ghost" isPending={list.isLoadingMore} onPress={list.loadMore}>
            {words.messages.more}
          </Button>
        </div>
      )}
    </div>
  )
}
