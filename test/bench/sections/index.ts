import type { Section } from '../section.ts'
import { booking } from './booking.ts'
import { carrying } from './carrying.ts'
import { catchUp } from './catch-up.ts'
import { pruning } from './pruning.ts'
import { reading } from './reading.ts'
import { searching } from './searching.ts'
import { stalls } from './stalls.ts'
import { sharing } from './sharing.ts'
import { starting } from './starting.ts'
import { syncing } from './syncing.ts'
import { walking } from './walking.ts'

/** In the order they run. What only reads comes first; pruning takes the log apart. */
export const sections: Readonly<Record<string, Section>> = {
  searching,
  reading,
  starting,
  booking,
  'catch-up': catchUp,
  walking,
  stalls,
  syncing,
  carrying,
  sharing,
  pruning,
}
