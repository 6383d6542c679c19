import { CircleAlert, CircleCheck, Info } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import type { DayCloseView } from '../../../shared/day-close.ts'
import { formatMoney } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { routes } from '../../app/routes.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import styles from './to-clear.module.css'

/** What has to be done before the day can be closed, and what is only good to know. */
export function ToClear({
  view,
  onShowDay,
}: {
  view: DayCloseView
  onShowDay: () => void
}): ReactNode {
  const [, navigate] = useLocation()
  const say = words.dayClose
  const { figures, unresolved, ahead, drawerOpen } = view
  const { fees, messages, deadLetters, earlierUnresolved, currency } = figures
  const notes = [
    ahead > 0 && say.ahead(ahead),
    earlierUnresolved > 0 && say.earlier(earlierUnresolved),
    fees.count === 0 ? say.noFees : say.fees(fees.count, formatMoney(fees.amountMinor, currency)),
    say.deadLetters(deadLetters),
    say.messages(messages.waiting, messages.failed),
    say.sync,
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
                <Button onPress={onShowDay}>{say.showDay}</Button>
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

function Item({ isDone, children }: { isDone: boolean; children: ReactNode }): ReactNode {
  const Icon = isDone ? CircleCheck : CircleAlert
  return (
    <li className={classNames(styles.item, isDone ? styles.done : styles.open)}>
      <Icon className={styles.icon} aria-hidden />
      <div className={styles.what}>{children}</div>
    </li>
  )
}
