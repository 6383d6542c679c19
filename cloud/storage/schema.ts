import type { SqlConnection } from './sql-server.ts'

type Dialect = 'sqlite' | 'postgres'

/**
 * Makes the tables that are missing. Later versions append to {@link versions}; what stands there is
 * never edited, because an endpoint somewhere has it already.
 *
 * @throws when the tables are of a newer endpoint than this.
 */
export async function createTables(connection: SqlConnection, dialect: Dialect): Promise<void> {
  await connection.run('CREATE TABLE IF NOT EXISTS schema_versions (version INTEGER PRIMARY KEY)')
  const rows = await connection.all<{ version: number }>('SELECT version FROM schema_versions')
  const done = new Set(rows.map(({ version }) => version))
  if (Math.max(0, ...done) > versions.length) {
    throw new Error('These tables were made by a newer endpoint; start that one.')
  }
  for (const [index, version] of versions.entries()) {
    if (done.has(index + 1)) continue
    for (const statement of version[dialect]) await connection.run(statement)
    await connection.run('INSERT INTO schema_versions (version) VALUES (?)', [index + 1])
  }
}

/** Instants and hashes have one spelling in both; bytes and large numbers do not. */
function inBoth(
  tables: readonly string[],
  indexes: readonly string[] = [],
): Record<Dialect, readonly string[]> {
  return {
    sqlite: [...tables.map((table) => `${table} STRICT`), ...indexes],
    postgres: [
      ...tables.map((table) =>
        table.replaceAll(' BLOB', ' BYTEA').replaceAll(' INTEGER', ' BIGINT'),
      ),
      ...indexes,
    ],
  }
}

const versions: readonly Record<Dialect, readonly string[]>[] = [
  inBoth([
    `CREATE TABLE tenants (
      id         TEXT PRIMARY KEY,
      -- Set by the first laptop that pairs: the tenant id that all its events carry.
      studio_id  TEXT,
      created_at TEXT NOT NULL,
      closed_at  TEXT
    )`,
    `CREATE TABLE admins (
      token_hash BLOB PRIMARY KEY,
      created_at TEXT NOT NULL
    )`,
    `CREATE TABLE pairing_codes (
      code_hash  BLOB PRIMARY KEY,
      tenant_id  TEXT NOT NULL REFERENCES tenants (id),
      created_at TEXT NOT NULL,
      expires_at TEXT NOT NULL,
      used_at    TEXT
    )`,
    `CREATE TABLE devices (
      tenant_id       TEXT NOT NULL REFERENCES tenants (id),
      device_id       TEXT NOT NULL,
      paired_at       TEXT NOT NULL,
      revoked_at      TEXT,
      last_push_at    TEXT,
      -- Positive: the laptop's clock is ahead.
      clock_offset_ms INTEGER,
      PRIMARY KEY (tenant_id, device_id)
    )`,
    `CREATE TABLE tokens (
      token_hash BLOB PRIMARY KEY,
      tenant_id  TEXT NOT NULL,
      device_id  TEXT NOT NULL,
      -- An access and a refresh token that were handed out together.
      pair_id    TEXT NOT NULL,
      kind       TEXT NOT NULL CHECK (kind IN ('access', 'refresh')),
      expires_at TEXT,
      -- 1 once the device showed that it has them; then the pair before is gone.
      confirmed  INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
      FOREIGN KEY (tenant_id, device_id) REFERENCES devices (tenant_id, device_id)
    )`,
    `CREATE TABLE logs (
      id             TEXT PRIMARY KEY,
      tenant_id      TEXT NOT NULL,
      device_id      TEXT NOT NULL,
      epoch          TEXT NOT NULL,
      -- The event this epoch goes on from: 0, or an event of the parent.
      base_seq       INTEGER NOT NULL,
      base_hash      BLOB NOT NULL,
      parent_id      TEXT REFERENCES logs (id),
      -- The epoch this device pushed to before.
      previous_epoch TEXT,
      -- The witnessed head: the last event whose hash this endpoint has seen, and when.
      head_seq       INTEGER NOT NULL,
      head_hash      BLOB NOT NULL,
      head_at        TEXT NOT NULL,
      created_at     TEXT NOT NULL,
      UNIQUE (tenant_id, device_id, epoch),
      FOREIGN KEY (tenant_id, device_id) REFERENCES devices (tenant_id, device_id)
    )`,
    `CREATE TABLE events (
      log_id          TEXT NOT NULL REFERENCES logs (id),
      seq             INTEGER NOT NULL,
      hash            BLOB NOT NULL,
      -- The CloudEvent as it was sent, but for its data; NULL for a tombstone.
      attributes      TEXT,
      -- NULL when it was erased or not sent.
      data            TEXT,
      data_salt       BLOB,
      rejected_code   TEXT,
      rejected_detail TEXT,
      received_at     TEXT NOT NULL,
      PRIMARY KEY (log_id, seq)
    )`,
    `CREATE TABLE forks (
      tenant_id     TEXT NOT NULL,
      device_id     TEXT NOT NULL,
      epoch         TEXT NOT NULL,
      seq           INTEGER NOT NULL,
      known_hash    BLOB NOT NULL,
      claimed_hash  BLOB NOT NULL,
      first_seen_at TEXT NOT NULL,
      last_seen_at  TEXT NOT NULL,
      times         INTEGER NOT NULL,
      PRIMARY KEY (tenant_id, device_id, epoch)
    )`,
  ]),
  // The storage itself refuses, to any program: a copy that can be edited proves nothing.
  {
    sqlite: [
      `CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
       WHEN NOT (NEW.data IS NULL AND NEW.data_salt IS NULL
         AND NEW.log_id IS OLD.log_id AND NEW.seq IS OLD.seq AND NEW.hash IS OLD.hash
         AND NEW.attributes IS OLD.attributes AND NEW.rejected_code IS OLD.rejected_code
         AND NEW.rejected_detail IS OLD.rejected_detail AND NEW.received_at IS OLD.received_at)
       BEGIN SELECT RAISE(ABORT, 'events are never changed'); END`,
      `CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
       BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END`,
      `CREATE TRIGGER heads_never_go_back BEFORE UPDATE ON logs
       WHEN NEW.head_seq < OLD.head_seq
       BEGIN SELECT RAISE(ABORT, 'heads never go back'); END`,
    ],
    postgres: [
      `CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$`,
      `CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events FOR EACH ROW
       WHEN (NEW.data IS NOT NULL OR NEW.data_salt IS NOT NULL
         OR (NEW.log_id, NEW.seq, NEW.hash, NEW.attributes, NEW.rejected_code,
             NEW.rejected_detail, NEW.received_at)
           IS DISTINCT FROM
           (OLD.log_id, OLD.seq, OLD.hash, OLD.attributes, OLD.rejected_code,
             OLD.rejected_detail, OLD.received_at))
       EXECUTE FUNCTION refuse_change('events are never changed')`,
      `CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events FOR EACH ROW
       EXECUTE FUNCTION refuse_change('events are never deleted')`,
      `CREATE TRIGGER heads_never_go_back BEFORE UPDATE ON logs FOR EACH ROW
       WHEN (NEW.head_seq < OLD.head_seq)
       EXECUTE FUNCTION refuse_change('heads never go back')`,
    ],
  },
  // What the relay has sent, and what workers have made of it.
  inBoth(
    [
      // Who does what of which only one process may do at a time.
      `CREATE TABLE leases (
        name       TEXT PRIMARY KEY,
        -- Made anew by every holder.
        holder     TEXT NOT NULL,
        -- The process, so that it is not waited for when it is known to be dead.
        place      TEXT NOT NULL,
        expires_at TEXT NOT NULL
      )`,
      `CREATE TABLE relay_cursors (
        -- Another broker begins anew: what waited in the old one is not lost with it.
        broker   TEXT NOT NULL,
        log_id   TEXT NOT NULL REFERENCES logs (id),
        -- The broker has confirmed everything up to here.
        seq      INTEGER NOT NULL,
        moved_at TEXT NOT NULL,
        PRIMARY KEY (broker, log_id)
      )`,
      // Never emptied: it is what makes a repetition harmless, however late it comes.
      `CREATE TABLE processed_events (
        worker       TEXT NOT NULL,
        tenant_id    TEXT NOT NULL REFERENCES tenants (id),
        event_id     TEXT NOT NULL,
        processed_at TEXT NOT NULL,
        PRIMARY KEY (worker, tenant_id, event_id)
      )`,
      // Only what could not be handled at once has a row here.
      `CREATE TABLE event_delivery (
        worker          TEXT NOT NULL,
        tenant_id       TEXT NOT NULL REFERENCES tenants (id),
        event_id        TEXT NOT NULL,
        log_id          TEXT NOT NULL,
        seq             INTEGER NOT NULL,
        subject         TEXT NOT NULL,
        -- In the order in which they came.
        position        INTEGER NOT NULL,
        state           TEXT NOT NULL CHECK (state IN ('retry', 'parked', 'dead')),
        attempts        INTEGER NOT NULL,
        next_attempt_at TEXT CHECK ((state = 'retry') = (next_attempt_at IS NOT NULL)),
        last_error      TEXT,
        first_failed_at TEXT,
        PRIMARY KEY (worker, tenant_id, event_id),
        UNIQUE (worker, position),
        FOREIGN KEY (log_id, seq) REFERENCES events (log_id, seq)
      )`,
      `CREATE TABLE dead_letters (
        id              TEXT PRIMARY KEY,
        worker          TEXT NOT NULL,
        tenant_id       TEXT NOT NULL REFERENCES tenants (id),
        event_id        TEXT NOT NULL,
        event_type      TEXT NOT NULL,
        subject         TEXT NOT NULL,
        log_id          TEXT NOT NULL,
        seq             INTEGER NOT NULL,
        attempts        INTEGER NOT NULL,
        error_name      TEXT NOT NULL,
        error_message   TEXT NOT NULL,
        error_stack     TEXT,
        first_failed_at TEXT NOT NULL,
        dead_at         TEXT NOT NULL,
        resolution      TEXT CHECK (resolution IN ('replayed', 'discarded')),
        resolved_at     TEXT,
        note            TEXT
      )`,
      `CREATE TABLE webhooks (
        tenant_id      TEXT PRIMARY KEY REFERENCES tenants (id),
        url            TEXT NOT NULL,
        -- In clear, because it signs.
        secret         TEXT NOT NULL,
        -- What was stored before is not sent.
        since          TEXT NOT NULL,
        changed_at     TEXT NOT NULL,
        -- The other side said that it is gone for good.
        turned_off_at  TEXT
      )`,
      `CREATE TABLE figures (
        tenant_id TEXT NOT NULL REFERENCES tenants (id),
        -- Of the studio's calendar.
        day       TEXT NOT NULL,
        currency  TEXT NOT NULL,
        booked    INTEGER NOT NULL,
        cancelled INTEGER NOT NULL,
        no_shows  INTEGER NOT NULL,
        completed INTEGER NOT NULL,
        -- Minor units.
        revenue   INTEGER NOT NULL,
        refunds   INTEGER NOT NULL,
        PRIMARY KEY (tenant_id, day, currency)
      )`,
      // What later events need to know of earlier ones to be counted right.
      `CREATE TABLE figure_marks (
        tenant_id TEXT NOT NULL REFERENCES tenants (id),
        subject   TEXT NOT NULL,
        mark      TEXT NOT NULL CHECK (mark IN ('group', 'from_account')),
        PRIMARY KEY (tenant_id, subject)
      )`,
    ],
    [
      'CREATE INDEX event_delivery_due ON event_delivery (worker, state, next_attempt_at)',
      'CREATE INDEX event_delivery_of_subject ON event_delivery (worker, tenant_id, subject, position)',
      'CREATE INDEX dead_letters_open ON dead_letters (tenant_id, resolution, dead_at)',
    ],
  ),
  // Tokens that end, tenants that go, limits that all processes share, and whose event a log holds.
  endsAndLimits(),
  // Any number of processes share a worker, tenant by tenant.
  inBoth(
    [
      // Locked by whoever reads or changes what a worker owes a tenant.
      `CREATE TABLE tenant_turns (
        worker    TEXT NOT NULL,
        tenant_id TEXT NOT NULL REFERENCES tenants (id),
        PRIMARY KEY (worker, tenant_id)
      )`,
    ],
    [
      'INSERT INTO tenant_turns SELECT DISTINCT worker, tenant_id FROM event_delivery',
      // Until then a process is at it that tells somebody outside.
      'ALTER TABLE event_delivery ADD COLUMN claimed_until TEXT',
      'DROP INDEX event_delivery_due',
      'CREATE INDEX event_delivery_of_tenant ON event_delivery (worker, state, tenant_id, next_attempt_at)',
    ],
  ),
]

function endsAndLimits(): Record<Dialect, readonly string[]> {
  const { sqlite, postgres } = inBoth([
    // How many requests came, by who sent them; who it was cannot be read from it.
    `CREATE TABLE request_counts (
      who    TEXT NOT NULL,
      minute INTEGER NOT NULL,
      count  INTEGER NOT NULL,
      PRIMARY KEY (who, minute)
    )`,
    // Written to see whether anything can be.
    `CREATE TABLE readiness (
      id        INTEGER PRIMARY KEY,
      looked_at TEXT NOT NULL
    )`,
  ])
  const columns = [
    // Null: it was made when tokens did not end.
    'ALTER TABLE admins ADD COLUMN expires_at TEXT',
    // Since then everything of it is being deleted.
    'ALTER TABLE tenants ADD COLUMN deleted_at TEXT',
    // From here on every event is of this device; before, they may be what its file was copied from.
    'ALTER TABLE logs ADD COLUMN own_from BIGINT',
  ]
  const isDeleted = `EXISTS (SELECT 1 FROM logs l JOIN tenants t ON t.id = l.tenant_id
         WHERE l.id = OLD.log_id AND t.deleted_at IS NOT NULL)`
  return {
    sqlite: [
      ...sqlite,
      ...columns.map((column) => column.replace('BIGINT', 'INTEGER')),
      'DROP TRIGGER events_are_never_deleted',
      `CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
       WHEN NOT ${isDeleted}
       BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END`,
    ],
    postgres: [
      ...postgres,
      ...columns,
      'DROP TRIGGER events_are_never_deleted ON events',
      `CREATE FUNCTION refuse_deletion() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN
         IF NOT ${isDeleted} THEN RAISE EXCEPTION 'events are never deleted'; END IF;
         RETURN OLD;
       END $$`,
      `CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events FOR EACH ROW
       EXECUTE FUNCTION refuse_deletion()`,
    ],
  }
}
