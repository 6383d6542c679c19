import { useRef, type KeyboardEvent, type ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './event-tabs.module.css'

export const tabs = ['log', 'subscriptions', 'failures', 'volume', 'check'] as const

export type Tab = (typeof tabs)[number]

/** The ids by which a tab and its panel name each other. */
export const tabId = (tab: Tab): string => `events-tab-${tab}`
export const panelId = 'events-panel'

export interface EventTabsProps {
  tab: Tab
  /** Dead letters, shown on their tab. */
  dead: number
  onChange: (tab: Tab) => void
}

/** The screen's parts. One stop for Tab; the arrows, Home and End go from one to the next. */
export function EventTabs({ tab, dead, onChange }: EventTabsProps): ReactNode {
  const list = useRef<HTMLDivElement>(null)

  function onKeyDown(event: KeyboardEvent): void {
    const next = nextTab(tab, event.key)
    if (next === undefined) return
    event.preventDefault()
    onChange(next)
    list.current?.querySelector<HTMLElement>(`#${tabId(next)}`)?.focus()
  }

  return (
    <div ref={list} role="tablist" aria-label={words.events.tabList} className={styles.tabs}>
      {tabs.map((name) => (
        <button
          key={name}
          id={tabId(name)}
          type="button"
          role="tab"
          aria-selected={name === tab}
          aria-controls={panelId}
          tabIndex={name === tab ? 0 : -1}
          className={classNames(styles.tab, name === tab && styles.chosen)}
          onClick={() => onChange(name)}
          onKeyDown={onKeyDown}
        >
          {words.events.tabs[name]}
          {name === 'failures' && dead > 0 && (
            <span className={styles.dead}>
              <span aria-hidden>{dead}</span>
              <span className={styles.hidden}>{words.events.deadOnTab(dead)}</span>
            </span>
          )}
        </button>
      ))}
    </div>
  )
}

function nextTab(tab: Tab, key: string): Tab | undefined {
  const now = tabs.indexOf(tab)
  switch (key) {
    case 'ArrowRight':
      return tabs[(now + 1) % tabs.length]
    case 'ArrowLeft':
      return tabs[(now + tabs.length - 1) % tabs.length]
    case 'Home':
      return tabs[0]
    case 'End':
      return tabs.at(-1)
    default:
      return undefined
  }
}
