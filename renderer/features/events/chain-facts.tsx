import type { ReactNode } from 'react'
import type { EventDetail } from '../../../shared/event-monitor.ts'
import { words } from '../../../shared/words/index.ts'
import styles from './chain-facts.module.css'
import { CopyButton } from './copy-button.tsx'

/** An event's link in the chain: its hash, the one before it, and that of its data. */
export function ChainFacts({ event }: { event: EventDetail }): ReactNode {
  const say = words.events.panel
  const isFirst = /^0+$/.test(event.previousHash)
  return (
    <>
      <dl className={styles.facts}>
        <Fact term={say.hash} hash={event.entry.hash} what={say.copyHash} />
        <Fact term={say.previousHash} hash={event.previousHash} what={say.copyPrevious} />
        <Fact term={say.dataHash} hash={event.dataHash} what={say.copyDataHash} />
      </dl>
      <p className={styles.hint}>{isFirst ? `${say.first} ${say.chainHint}` : say.chainHint}</p>
    </>
  )
}

function Fact({ term, hash, what }: { term: string; hash: string; what: string }): ReactNode {
  return (
    <div className={styles.fact}>
      <dt className={styles.term}>{term}</dt>
      <dd className={styles.hash}>{hash}</dd>
      <dd>
        <CopyButton what={what} text={hash} />
      </dd>
    </div>
  )
}
