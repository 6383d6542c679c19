import { CircleCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import type { StaffPin } from '../../../shared/staff.ts'
import { words } from '../../../shared/words/index.ts'
import { staffHues } from '../../app/staff-hues.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Table, type TableColumn } from '../../ui/table.tsx'
import styles from './demo-ready.module.css'

type PinRow = StaffPin & { readonly hue: number }

const columns: readonly TableColumn<PinRow>[] = [
  {
    id: 'name',
    header: words.welcome.name,
    isRowHeader: true,
    cell: (pin) => (
      <span className={styles.person}>
        <Avatar name={pin.name} hue={pin.hue} size="sm" />
        {pin.name}
      </span>
    ),
  },
  { id: 'role', header: words.welcome.role, cell: (pin) => words.shell.roles[pin.role] },
  {
    id: 'pin',
    header: words.welcome.pin,
    align: 'end',
    cell: (pin) => <span className={styles.pin}>{pin.pin}</span>,
  },
]

/** The demo studio is made; here are the PINs to get into it. */
export function DemoReady({
  pins,
  onDone,
}: {
  pins: readonly StaffPin[]
  onDone: () => void
}): ReactNode {
  const hues = staffHues(pins.map(({ staffId, role }) => ({ id: staffId, role })))
  return (
    <main tabIndex={-1} className={styles.ready}>
      <header className={styles.header}>
        <CircleCheck className={styles.icon} aria-hidden />
        <div>
          <h1 className={styles.title}>{words.welcome.demoReady}</h1>
          <p className={styles.lead}>{words.welcome.demoReadyBody}</p>
        </div>
      </header>
      <div className={styles.table}>
        <Table
          label={words.welcome.pinsTable}
          rows={pins.map((pin) => ({ ...pin, hue: hues.get(pin.staffId) ?? 1 }))}
          keyOf={(pin) => pin.staffId}
          columns={columns}
        />
      </div>
      <footer className={styles.footer}>
        <Button variant="primary" size="lg" autoFocus onPress={onDone}>
          {words.welcome.openDemo}
        </Button>
      </footer>
    </main>
  )
}
