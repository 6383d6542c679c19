import { join } from 'node:path'
import { readRows } from '../../../main/events/event-log.ts'
import { newId } from '../../../shared/ids.ts'
import type { RecordedLog } from '../../support/cloud/recorded-log.ts'
import { chooseIntent } from '../support/desk-work.ts'
import { Desk } from '../support/desk.ts'
import { Random } from '../support/random.ts'

/** So much happens at the desk whose log is sent. */
const events = 150

/** A log that FitFlow wrote at a desk: what an honest studio sends. */
export function recordDay(folder: string): RecordedLog {
  const desk = Desk.open(join(folder, 'studio.db'))
  try {
    desk.signIn()
    const random = new Random(1)
    const headSeq = () =>
      desk.all<{ seq: number; epoch: string }>('SELECT * FROM event_log_head')[0]!
    while (headSeq().seq < events) desk.send({ ...chooseIntent(desk, random), commandId: newId() })
    const [studio] = desk.all<{ tenant_id: string; device_id: string }>('SELECT * FROM studio')
    const rows = readRows(desk.app.database, 0, events)
    const { epoch } = headSeq()
    const { tenant_id: studioId, device_id: deviceId } = studio!
    return { studioId, deviceId, epoch, rows, rowsAfterErasure: rows }
  } finally {
    desk.close()
  }
}
