import type { StudioDatabase } from '../db/studio-database.ts'

/** What the log does not cover of a table, column by column. All others it does. */
interface Coverage {
  /** Names, texts people write, and secrets: they never stand in the log. */
  readonly except?: readonly string[]
  /** Texts that can be long or hold names: the log has their SHA-256. */
  readonly digested?: readonly string[]
  /** What names a row, where that is not its primary key. */
  readonly key?: string
}

/** Every table with rights, money, credits, times or states. */
const covered: Readonly<Record<string, Coverage>> = {
  account_entries: {},
  appointments: { except: ['note', 'exception_reason', 'cancellation_note'] },
  approvals: {},
  client_packages: {},
  clients: { key: 'id', except: ['search_row', 'name', 'phone', 'email', 'notes'] },
  closures: { except: ['reason'] },
  credit_entries: {},
  day_closes: { digested: ['report'] },
  drawer_counts: {},
  drawer_movements: { except: ['reason'] },
  drawer_sessions: { except: ['variance_reason', 'opening_reason'], digested: ['report'] },
  earnings: {},
  erasures: { except: ['cleaned_at'] },
  fees: {},
  former_states: { digested: ['state'] },
  hours_overrides: {},
  membership_pauses: {},
  memberships: {},
  pay_out_voids: {},
  pay_outs: { except: ['transfer_reference'] },
  pay_periods: {},
  payments: { except: ['card_reference', 'card_last4', 'transfer_reference'] },
  policies: { digested: ['terms'] },
  product_services: {},
  products: { except: ['name'] },
  receipt_clock: {},
  receipt_numbers: {},
  receipts: { except: ['client_name', 'studio_name', 'staff_name'] },
  refunds: {},
  rooms: { except: ['name'] },
  sale_lines: { except: ['name', 'trainer_name'] },
  sale_voids: {},
  sales: {},
  seats: { except: ['note', 'cancellation_note'] },
  series: {},
  service_rooms: {},
  services: { except: ['name'] },
  staff: {
    except: [
      'name',
      'email',
      'pin_salt',
      'pin_hash',
      'pin_cost',
      'pin_is_short',
      'pepper_id',
      'demo_pin',
      'failed_attempts',
    ],
  },
  studio: { except: ['name'] },
  time_off: { except: ['reason'] },
  trainer_rates: {},
  trainers: { except: ['name'] },
  waitlist: {},
  working_hours: {},
}

/** Every other table, and why the log says nothing of it. */
export const uncoveredTables: Readonly<Record<string, string>> = {
  analytics_counters: 'made from the log, and can be made again',
  backups: 'a list of files',
  calendar_files: 'a list of files',
  client_fold_rules: 'for searching, made from the names',
  client_folds: 'for searching, made from the names',
  client_name_letters: 'for searching, made from the names',
  client_name_words: 'for searching, made from the names',
  client_search: 'for searching, made from the names',
  client_words: 'for searching, made from the names',
  clients_to_fold: 'for searching, made from the names',
  command_results: 'answers to commands, kept for a month',
  dead_letters: 'how far handlers are',
  event_delivery: 'how far handlers are',
  event_log: 'the log itself',
  event_log_head: 'the log itself',
  event_subscriptions: 'how far handlers are',
  message_settings: 'how mail is sent',
  outbox: 'messages, made from the log',
  pin_peppers: 'sealed by a key that is not in the file',
  pin_seals: 'made with a key that is not in the file',
  processed_events: 'how far handlers are',
  pruned_edits: 'of the log’s archives',
  pruned_subjects: 'of the log’s archives',
  recovery_code: 'a hash that opens nothing',
  schema_migrations: 'checked against the migrations',
  table_coverage: 'since when the log says what stands in the others',
  sync_link: 'how far the cloud is',
  sync_rejections: 'how far the cloud is',
  told_offers: 'messages, made from the log',
  told_sessions: 'messages, made from the log',
  trainer_calendar: 'made from the log, and can be made again',
  unfinished_files: 'a list of files',
}

/** A table as the log covers it. */
export interface CoveredTable {
  readonly name: string
  readonly key: readonly string[]
  readonly columns: readonly string[]
  /** Columns that the log has no value of. */
  readonly uncovered: readonly string[]
  /** SQL for what is logged of a row: its columns as a JSON object. `of` stands before each: `OLD.`. */
  readonly toJson: (of: string) => string
}

/** The covered tables that a file has, in the order of their names. */
export function readCoveredTables(database: StudioDatabase): CoveredTable[] {
  return Object.entries(covered).flatMap(([name, coverage]) => {
    const { except = [], digested = [] } = coverage
    const found = database
      .prepare('SELECT name, pk FROM pragma_table_info(?) ORDER BY cid')
      .all(name) as { name: string; pk: number }[]
    if (found.length === 0) return []
    const primary = found.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk)
    const key = coverage.key ? [coverage.key] : primary.map((column) => column.name)
    const columns = found.map((column) => column.name).filter((column) => !except.includes(column))
    const valueOf = (column: string, of: string) =>
      digested.includes(column) ? `sha256_of(${of}${column})` : `${of}${column}`
    const toJson = (of: string) =>
      `json_object(${columns.map((column) => `'${column}', ${valueOf(column, of)}`).join(', ')})`
    return [{ name, key, columns, uncovered: except, toJson }]
  })
}
