import { eventTypes, type EventData, type EventType } from './index.ts'

/** An event as a handler receives it; `type` tells which data it has. */
export type FitFlowEvent<T extends EventType = EventType> = { [K in T]: EventOf<K> }[T]

interface EventOf<T extends EventType> {
  readonly seq: number
  readonly id: string
  readonly type: T
  readonly data: EventData<T>
  readonly createdAt: string
  readonly subject: { readonly type: string; readonly id: string; readonly seq: number }
  readonly metadata: EventMetadata
}

/** Who, from where and why. Stored as canonical JSON and covered by the hash. */
export interface EventMetadata {
  readonly tenantId: string
  /** The staff member's id; null when the application itself acted. */
  readonly userId: string | null
  readonly correlationId: string
  /** What the clock said, even if the log's `created_at` had to be later. */
  readonly timestamp: string
  /** The version of the type's declaration that the data was written in. */
  readonly version: string
  readonly deviceId: string
  readonly causationId: string | null
  readonly commandId: string | null
  /** What it left in the tables, and what else was written since the event before it. */
  readonly rows?: readonly RowChange[]
}

/** The covered columns of a row, by name. */
export type RowValues = Readonly<Record<string, string | number | null>>

/** What became of one row: a new one only `is`, one that is gone only `was`, else the columns that differ. */
export interface RowChange {
  readonly table: string
  readonly key: readonly (string | number)[]
  readonly was?: RowValues
  readonly is?: RowValues
}

/** The id that names the subject inside an event's data: `appointmentId` for appointments. */
export function subjectIdOf(type: EventType, data: Readonly<Record<string, unknown>>): string {
  const id = data[`${eventTypes[type].subject}Id`]
  if (typeof id !== 'string') throw new Error(`Event ${type} does not name its subject.`)
  return id
}

/** Tells whether a type is declared: a log may hold types of a newer FitFlow. */
export function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventTypes, type)
}
