import type { Selectable } from 'kysely'
import type { BookTables } from './tables/book-tables.ts'
import type { LogTables } from './tables/log-tables.ts'
import type { MessageTables } from './tables/message-tables.ts'
import type { MoneyTables } from './tables/money-tables.ts'
import type { StudioTables } from './tables/studio-tables.ts'
import type { SyncTables } from './tables/sync-tables.ts'

/** The tables as the migrations leave them; Kysely derives every row type from here. */
export interface Tables
  extends LogTables, StudioTables, BookTables, MoneyTables, MessageTables, SyncTables {}

/** A row of a table as it is read. */
export type Row<T extends keyof Tables> = Selectable<Tables[T]>
