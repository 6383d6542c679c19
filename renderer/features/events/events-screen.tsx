import { useState, type ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { ScreenHeader } from '../../app/screen-header.tsx'
import { useShortcuts } from '../../app/shortcuts.tsx'
import { BrokerStrip } from './broker-strip.tsx'
import { CheckTab } from './check-tab.tsx'
import { EventPanel } from './event-panel.tsx'
import { EventTabs, panelId, tabId, tabs, type Tab } from './event-tabs.tsx'
import styles from './events-screen.module.css'
import { FailuresTab } from './failures-tab.tsx'
import { noFilter, type LogFilter } from './log-filter.ts'
import { LogTab } from './log-tab.tsx'
import { SubscriptionsTab } from './subscriptions-tab.tsx'
import { countDead } from './count-dead.ts'
import { useRemembered } from './use-remembered.ts'
import { VolumeTab } from './volume-tab.tsx'

/** The log under everything, and how its handlers fare: for the manager. */
export function EventsScreen(): ReactNode {
  const [tab, setTab] = useRemembered<Tab>('events/tab', 'log')
  const [filter, setFilter] = useRemembered<LogFilter>('events/filter', noFilter)
  const [openSeq, setOpenSeq] = useState<number | null>(null)
  const failures = useQueryOf('events.failures', {})

  useShortcuts(words.events.keys, [
    ...tabs.map((name, index) => ({
      keys: String(index + 1),
      label: words.events.keyTab(words.events.tabs[name]),
      run: () => setTab(name),
    })),
    { keys: ['←', '→'], label: words.events.keyTabs },
    { keys: ['↑', '↓', 'Enter'], label: words.events.keyRows },
  ])

  function showInLog(part: Partial<LogFilter>): void {
    setFilter({ ...noFilter, ...part })
    setTab('log')
  }

  return (
    <div className={styles.screen}>
      <ScreenHeader title={words.events.title}>
        <EventTabs tab={tab} dead={countDead(failures.data)} onChange={setTab} />
      </ScreenHeader>
      <div className={styles.main}>
        <BrokerStrip />
        <div
          key={tab}
          id={panelId}
          role="tabpanel"
          aria-labelledby={tabId(tab)}
          // The parts without a control of their own are still scrolled by keyboard.
          tabIndex={tab === 'volume' ? 0 : -1}
          className={styles.part}
        >
          {tab === 'log' && (
            <LogTab filter={filter} onFilter={setFilter} openSeq={openSeq} onOpen={setOpenSeq} />
          )}
          {tab === 'subscriptions' && <SubscriptionsTab onJob={() => setTab('check')} />}
          {tab === 'failures' && <FailuresTab failures={failures} onOpen={setOpenSeq} />}
          {tab === 'volume' && <VolumeTab />}
          {tab === 'check' && <CheckTab onOpen={setOpenSeq} />}
        </div>
      </div>
      {openSeq !== null && (
        <EventPanel
          key={openSeq}
          seq={openSeq}
          onOpen={setOpenSeq}
          onFilter={showInLog}
          onClose={() => setOpenSeq(null)}
        />
      )}
    </div>
  )
}
