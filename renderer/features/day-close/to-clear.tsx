import { CircleAlert, CircleCheck, Info } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import type { DayCloseView } from '../../../shared/day-close.ts'
import { formatMoney } from '../../../shared/money.ts'
import type { LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { routes } from '../../app/routes.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatDate } from '../../ui/format-date.ts'
import styles from './to-clear.module.css'

/** What has to be done before the day can be closed, and what is only good to know. */
export function ToClear({
  view,
  onShowDay,
}: {
  view: DayCloseView
  onShowDay: (date: LocalDate) => void
}): ReactNode {
  const [, navigate] = useLocation()
  const say = words.dayClose
  const { figures, unresolved, ahead, drawerOpen } = view
  const { fees, messages, deadLetters, earlierUnresolved, currency } = figures
  const notes = [
    ahead > 0 && say.ahead(ahead),
    fees.count === 0 ? say.noFees : say.fees(fees.count, formatMoney(fees.amountMinor, currency)),
    say.deadLetters(deadLetters),
    say.messages(messages.waiting, messages.failed),
    say.sync(figures.sync),
  ].filter((note) => note !== false)

  return (
    <>
      <section>
        <h2 className={styles.title}>{say.before}</h2>
        <ul className={styles.list}>
          <Item isDone={unresolved.length === 0}>
            {unresolved.length === 0 ? (
              say.allResolved
            ) : (
              <>
                <p>{say.unresolved(unresolved.length)}</p>
                <ul className={styles.sessions}>
                  {unresolved.map((session) => (
                    <li key={`${session.appointmentId} ${session.who}`}>
                      {say.session(session.local.slice(11), session.who, session.trainer)}
                    </li>
                  ))}
                </ul>
                <Button onPress={() => onShowDay(figures.date)}>{say.showDay}</Button>
              </>
            )}
          </Item>
          <Item isDone={!drawerOpen}>
            {drawerOpen ? (
              <>
                <p>{say.drawerOpen}</p>
                <Button onPress={() => navigate(routes.drawer)}>{say.countDrawer}</Button>
              </>
            ) : (
              say.drawerCounted
            )}
          </Item>
        </ul>
      </section>
      <section>
        <h2 className={styles.title}>{say.known}</h2>
        <ul className={styles.list}>
          {earlierUnresolved > 0 && <Earlier view={view} onShowDay={onShowDay} />}
          {notes.map((note) => (
            <li key={note} className={styles.item}>
              <Info className={styles.icon} aria-hidden />
              <div>{note}</div>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

/** What was left behind on the days before: how many, the oldest of them, and the way there. */
function Earlier({
  view: { figures, earlier },
  onShowDay,
}: {
  view: DayCloseView
  onShowDay: (date: LocalDate) => void
}): ReactNode {
  const say = words.dayClose
  const [oldest] = earlier
  const others = figures.earlierUnresolved - earlier.length
  return (
    <li className={styles.item}>
      <Info className={styles.icon} aria-hidden />
      <div className={styles.what}>
        <p>{say.earlier(figures.earlierUnresolved)}</p>
        <ul className={styles.sessions}>
          {earlier.map(({ appointmentId, local, who, trainer }) => (
            <li key={`${appointmentId} ${who}`}>
              {say.earlierSession(formatDate(local, 'short'), local.slice(11), who, trainer)}
            </li>
          ))}
          {others > 0 && <li>{say.moreEarlier(others)}</li>}
        </ul>
        {oldest && (
          <Button onPress={() => onShowDay(oldest.local.slice(0, 10) as LocalDate)}>
            {say.showOldest}
          </Button>
        )}
      </div>
    </li>
  )
}

function Item({ isDone, children }: { isDone: boolean; children: ReactNode }): ReactNode {
  const Icon = isDone ? CircleCheck : CircleAlert
  return (
    <li className={classNames(styles.item, isDone ? styles.done : styles.open)}>
      <Icon className={styles.icon} aria-hidden />
      <div className={styles.what}>{children}</div>
    </li>
  )
}
