/**
 * What came of an event:
 *
 * - `handled`: done, or there was nothing to do
 * - `repeated`: it was known already
 * - `booked`: it stands in the books and is done next
 * - `parked`: an earlier event of its subject is not processed yet
 * - `failed`: it is tried again later, or is a dead letter now
 * - `unknown`: where the message points there is nothing for this worker
 * - `foreign`: it points to a log that this database does not have
 */
export type Outcome =
  | 'handled'
  | 'repeated'
  | 'booked'
  | 'parked'
  | 'failed'
  | 'unknown'
  | 'foreign'
