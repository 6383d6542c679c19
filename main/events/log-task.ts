import type { Migration } from '../db/migrate.ts'
import type { Damage } from './prove-studio.ts'
import type { Verification } from './verify-log.ts'

/** What the worker thread (`main/log-worker.ts`) is asked to do. */
export type LogTask =
  | { readonly kind: 'verify'; readonly file: string }
  | { readonly kind: 'prove'; readonly file: string; readonly migrations: readonly Migration[] }
  | {
      readonly kind: 'replay'
      readonly file: string
      readonly projection: string
      /** Where the rebuilt model goes. */
      readonly target: string
      /** Go on behind this event; 0: begin with empty tables. */
      readonly after: number
      /** Stop at this event; undefined: at the end of the log. */
      readonly through?: number
      /** And these behind it: a broker brought them before others, and they are handled. */
      readonly also?: readonly number[]
    }

/** What it answers: progress now and then, and one result. */
export type LogMessage =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'verified'; readonly result: Verification }
  | { readonly kind: 'proved'; readonly damage: Damage | null }
  | {
      readonly kind: 'replayed'
      readonly through: number
      /** How many the projection wanted. */
      readonly events: number
      /** How many rows the rebuilt model has now. */
      readonly rows: number
    }
