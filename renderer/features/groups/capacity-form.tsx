import { useState, type ReactNode } from 'react'
import type { GroupSession } from '../../../shared/groups.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
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

  async function submit(): Promise<void> {
    const capacity = readCapacity(text)
    setWrong(capacity === null)
    if (capacity === null) return
    const result = await change.run({ appointmentId: group.appointmentId, capacity })
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
    </form>
  )
}
