import { CircleAlert } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { ToDecideDialog } from './to-decide-dialog.tsx'

/** How many sessions somebody has to decide about, and the way to them; nothing when there are none. */
export function ToDecideButton(): ReactNode {
  const { data } = useQueryOf('appointments.toDecide', {})
  const [isOpen, setOpen] = useState(false)
  if (!data || (data.count === 0 && !isOpen)) return null
  return (
    <>
      <Button icon={CircleAlert} onPress={() => setOpen(true)}>
        {words.toDecide.button(data.count)}
      </Button>
      {isOpen && <ToDecideDialog toDecide={data} onClose={() => setOpen(false)} />}
    </>
  )
}
