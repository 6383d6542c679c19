/** A file that somebody was asked to choose a place for. */
export interface ExportState {
  /** The how-manieth since FitFlow was started: two may be alike in all else. */
  readonly number: number
  /** What is in it: the client's id, or the first and last day. */
  readonly of: string
  readonly state: 'choosing' | 'saved' | 'dismissed' | 'failed'
  readonly file: string | null
  /** Why it could not be written. */
  readonly problem: string | null
}
