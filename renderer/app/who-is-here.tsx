import { ChevronDown, FlaskConical, Lock, Mail, Users } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { words } from '../../shared/words/index.ts'
import { MessagesDialog } from '../features/staff/messages-dialog.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { Badge } from '../ui/badge.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu } from '../ui/menu.tsx'
import { useQueryOf } from './api.ts'
import { useSignedIn } from './session.tsx'
import { staffHues } from './staff-hues.ts'
import styles from './who-is-here.module.css'

/** The studio and the signed-in person, always on screen: everything done is done in their name. */
export function WhoIsHere({
  onLock,
  onSwitch,
}: {
  onLock: () => void
  onSwitch: () => void
}): ReactNode {
  const { session, studio } = useSignedIn()
  const staff = useQueryOf('staff.list', {})
  const hue = staffHues(staff.data ?? []).get(session.id) ?? 1
  const role = words.shell.roles[session.role]
  const [isShowingMessages, showMessages] = useState(false)
  return (
    <div className={styles.here}>
      <span className={styles.studio}>
        <span className={styles.studioName}>{studio.name}</span>
        {studio.demo && <Badge icon={FlaskConical}>{words.shell.demo}</Badge>}
      </span>
      <Menu
        label={session.name}
        trigger={
          <Button className={styles.person ?? ''}>
            <Avatar name={session.name} hue={hue} size="sm" />
            <span className={styles.hidden}>{words.shell.signedIn}</span>
            <span className={styles.name}>{session.name}</span>
            <span className={styles.role}>{role}</span>
            <ChevronDown className={styles.chevron} aria-hidden />
          </Button>
        }
        groups={[
          [
            // Who has no column in the book is never written to.
            ...(session.trainerId === null
              ? []
              : [
                  {
                    id: 'messages',
                    label: words.staff.ownMessages,
                    icon: Mail,
                    onAction: () => showMessages(true),
                  },
                ]),
            { id: 'switch', label: words.shell.switchUser, icon: Users, onAction: onSwitch },
            {
              id: 'lock',
              label: words.shell.lock,
              icon: Lock,
              shortcut: 'Ctrl+L',
              onAction: onLock,
            },
          ],
        ]}
      />
      <IconButton icon={Lock} label={words.shell.lock} shortcut="Ctrl+L" onPress={onLock} />
      {isShowingMessages && <MessagesDialog member={session} onClose={() => showMessages(false)} />}
    </div>
  )
}
