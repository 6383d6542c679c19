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
function inBoth(tables: readonly string[]): Record<Dialect, readonly string[]> {
  return {
    sqlite: tables.map((table) => `${table} STRICT`),
    postgres: tables.map((table) =>
      table.replaceAll(' BLOB', ' BYTEA').replaceAll(' INTEGER', ' BIGINT'),
    ),
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
]
