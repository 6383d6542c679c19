import {
  CalendarDays,
  HandCoins,
  History,
  Keyboard,
  Mail,
  Monitor,
  Moon,
  ScrollText,
  Settings,
  Sun,
  Users,
  Wallet,
  type LucideIcon,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { words } from '../../shared/words/index.ts'
import { countDead } from '../features/events/count-dead.ts'
import { classNames } from '../ui/class-names.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu } from '../ui/menu.tsx'
import { useQueryOf } from './api.ts'
import { BrandMark } from './brand-mark.tsx'
import styles from './rail.module.css'
import { routes } from './routes.ts'
import { chooseTheme, useTheme, type Theme } from './theme.ts'

const themeIcons = { system: Monitor, light: Sun, dark: Moon } satisfies Record<Theme, LucideIcon>
const themes: readonly Theme[] = ['system', 'light', 'dark']

/** The slim bar at the left: where one can go, and what is about the window itself. */
export function Rail({
  seesClients,
  seesDrawer,
  seesActivity,
  seesMessages,
  seesEarnings,
  seesEvents,
  seesSettings,
  onShortcuts,
}: {
  seesClients: boolean
  seesDrawer: boolean
  seesActivity: boolean
  seesMessages: boolean
  seesEarnings: boolean
  seesEvents: boolean
  seesSettings: boolean
  onShortcuts: () => void
}): ReactNode {
  const theme = useTheme()
  return (
    <nav aria-label={words.shell.navigation} className={styles.rail}>
      <span className={styles.mark}>
        <BrandMark />
      </span>
      <RailLink to={routes.day} icon={CalendarDays} label={words.shell.day} />
      {seesClients && <RailLink to={routes.clients} icon={Users} label={words.clients.title} />}
      {seesDrawer && <RailLink to={routes.drawer} icon={HandCoins} label={words.drawer.rail} />}
      {seesActivity && (
        <RailLink to={routes.activity} icon={History} label={words.shell.activity} />
      )}
      {seesMessages && <RailLink to={routes.messages} icon={Mail} label={words.messages.title} />}
      {seesEarnings && <RailLink to={routes.earnings} icon={Wallet} label={words.earnings.title} />}
      {seesEvents && <EventsLink />}
      {seesSettings && (
        <RailLink to={routes.settings} icon={Settings} label={words.settings.title} />
      )}
      <span className={styles.space} />
      <IconButton
        icon={Keyboard}
        label={words.shell.shortcuts}
        shortcut="?"
        tooltipPlacement="right"
        onPress={onShortcuts}
      />
      <Menu
        label={words.shell.appearance}
        placement="right bottom"
        trigger={
          <IconButton
            icon={themeIcons[theme]}
            label={words.shell.themeNow(words.shell.themes[theme])}
            tooltipPlacement="right"
          />
        }
        groups={[
          themes.map((choice) => ({
            id: choice,
            label: words.shell.themes[choice],
            icon: themeIcons[choice],
            isChecked: choice === theme,
            onAction: () => chooseTheme(choice),
          })),
        ]}
      />
    </nav>
  )
}

/** Tells the manager on every screen when an event waits for a person. */
function EventsLink(): ReactNode {
  const failures = useQueryOf('events.failures', {})
  const dead = countDead(failures.data)
  return (
    <RailLink
      to={routes.events}
      icon={ScrollText}
      label={words.events.rail}
      {...(dead > 0 && { alert: { count: dead, meaning: words.events.railDead } })}
    />
  )
}

function RailLink({
  to,
  icon: Icon,
  label,
  alert,
}: {
  to: string
  icon: LucideIcon
  label: string
  /** A number on the icon, and what it counts. */
  alert?: { count: number; meaning: string }
}): ReactNode {
  const [location] = useLocation()
  // What is open inside a screen is a longer address of it.
  const isHere = location === to || (to !== routes.day && location.startsWith(`${to}/`))
  return (
    <Link
      href={to}
      aria-current={isHere ? 'page' : undefined}
      className={classNames(styles.link, isHere && styles.here)}
    >
      <Icon className={styles.icon} aria-hidden />
      <span>{label}</span>
      {alert && (
        <span className={styles.alert}>
          {alert.count}
          <span className={styles.hidden}> {alert.meaning}</span>
        </span>
      )}
    </Link>
  )
}
