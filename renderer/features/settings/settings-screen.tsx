import { useRef, type KeyboardEvent, type ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { ScreenHeader } from '../../app/screen-header.tsx'
import { useShortcuts } from '../../app/shortcuts.tsx'
import { useRemembered } from '../events/use-remembered.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './settings-screen.module.css'
import { settingsSections } from './settings-sections.ts'

const tabId = (id: string): string => `settings-tab-${id}`
const panelId = 'settings-panel'

/** What the manager decides about the studio: a list of pages, and the one chosen. */
export function SettingsScreen(): ReactNode {
  const [chosenId, choose] = useRemembered('settings/section', settingsSections[0]!.id)
  const list = useRef<HTMLDivElement>(null)
  const index = Math.max(
    0,
    settingsSections.findIndex(({ id }) => id === chosenId),
  )
  const section = settingsSections[index]!
  const Page = section.component

  useShortcuts(words.settings.title, [{ keys: ['↑', '↓'], label: words.settings.keySections }])

  function onKeyDown(event: KeyboardEvent): void {
    const next = nextIndex(index, event.key)
    const target = next === undefined ? undefined : settingsSections.at(next)
    if (!target) return
    event.preventDefault()
    choose(target.id)
    list.current?.querySelector<HTMLElement>(`#${tabId(target.id)}`)?.focus()
  }

  return (
    <div className={styles.screen}>
      <ScreenHeader title={words.settings.title} />
      <div
        ref={list}
        role="tablist"
        aria-label={words.settings.sections}
        aria-orientation="vertical"
        className={styles.list}
      >
        {settingsSections.map(({ id, title, icon: Icon }) => (
          <button
            key={id}
            id={tabId(id)}
            type="button"
            role="tab"
            aria-selected={id === section.id}
            aria-controls={panelId}
            tabIndex={id === section.id ? 0 : -1}
            className={classNames(styles.tab, id === section.id && styles.chosen)}
            onClick={() => choose(id)}
            onKeyDown={onKeyDown}
          >
            <Icon className={styles.icon} aria-hidden />
            {title}
          </button>
        ))}
      </div>
      <div
        key={section.id}
        id={panelId}
        role="tabpanel"
        aria-labelledby={tabId(section.id)}
        // A page without a control of its own is still scrolled by keyboard.
        tabIndex={0}
        className={styles.panel}
      >
        <div className={styles.page}>
          <h2 className={styles.title}>{section.title}</h2>
          <Page />
        </div>
      </div>
    </div>
  )
}

function nextIndex(now: number, key: string): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return (now + 1) % settingsSections.length
    case 'ArrowUp':
      return now - 1
    case 'Home':
      return 0
    case 'End':
      return -1
    default:
      return undefined
  }
}
