import type { ReactNode } from 'react'
import type { Client } from '../../../shared/clients.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { contactOf } from './client-contact.ts'
import styles from './client-row.module.css'
import { highlightMatch } from './highlight-match.ts'

/** A client on a list, with what was searched for marked. */
export function ClientRow({ client, search }: { client: Client; search: string }): ReactNode {
  const contact = contactOf(client)
  return (
    <span className={styles.row}>
      <Avatar name={client.name} size="sm" />
      <span className={styles.text}>
        <span className={styles.name}>
          <Highlighted text={client.name} search={search} />
        </span>
        {contact !== null && (
          <span className={styles.contact}>
            <Highlighted text={contact} search={search} />
          </span>
        )}
      </span>
    </span>
  )
}

function Highlighted({ text, search }: { text: string; search: string }): ReactNode {
  return highlightMatch(text, search).map((part) =>
    part.isMatch ? (
      <mark key={part.at} className={styles.match}>
        {part.text}
      </mark>
    ) : (
      part.text
    ),
  )
}
