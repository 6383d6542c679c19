import { useState, type ReactNode } from 'react'
import type { GroupSession } from '../../../shared/groups.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { useOpened } from '../../app/use-opened.ts'
import { BothVersions } from '../../ui/both-versions.tsx'
import { Button } from '../../ui/button.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useSay } from '../appointments/say.tsx'
import { readCapacity } from './read-capacity.ts'
import styles from './seat-list.module.css'

/** Gives a session more or fewer seats. What was typed stays after a refusal. */
export function CapacityForm({
  group,
  onDone,
}: {
  group: GroupSession
  onDone: () => void
}): ReactNode {
  const change = useCommand('groups.changeCapacity')
  const say = useSay()
  const [text, setText] = useState(String(group.capacity))
  const [isWrong, setWrong] = useState(false)
  const { opened, catchUp } = useOpened({ ...group, version: group.capacityVersion })

  async function submit(): Promise<void> {
    const capacity = readCapacity(text)
    setWrong(capacity === null)
    if (capacity === null) return
    const { appointmentId, version: expectedVersion } = opened
    const result = await change.run({ appointmentId, capacity, expectedVersion })
    if (!result.ok) return
    say.done({ title: words.groups.capacityChanged(capacity) }, result.value.undo)
    onDone()
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <div className={styles.capacity}>
        <TextField
          label={words.groups.capacity}
          value={text}
          onChange={(next) => {
            setText(next)
            setWrong(false)
            change.clear()
          }}
          inputMode="numeric"
          maxLength={3}
          autoFocus
          {...(isWrong && { error: words.groups.capacityWrong })}
        />
        <Button type="submit" variant="primary" isPending={change.isPending}>
          {words.groups.save}
        </Button>
        <Button variant="ghost" onPress={onDone}>
          {words.groups.leave}
        </Button>
      </div>
      <FormError error={change.failure} />
      <BothVersions
        failure={change.failure}
        fields={[{ label: words.groups.capacity, mine: text, theirs: String(group.capacity) }]}
        onKeepMine={() => {
          catchUp()
          change.clear()
        }}
        onTakeTheirs={onDone}
      />
    </form>
  )
}
