import { sql, type Kysely } from 'kysely';
import { protectTable } from '../apply-row-level-security.ts';

/** Who may listen to a call that runs. A row is of no use to anybody once the call is over, and goes with its session. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    CREATE TABLE call_monitors (
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      call_id uuid NOT NULL,
      actor jsonb NOT NULL,
      token_hash bytea NOT NULL UNIQUE,
      token_expires_at timestamptz NOT NULL,
      claimed_at timestamptz,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, call_id) REFERENCES call_sessions (tenant_id, call_id) ON DELETE CASCADE
    );
    CREATE INDEX call_monitors_of_call ON call_monitors (tenant_id, call_id);
    COMMENT ON TABLE call_monitors IS 'Who has asked to listen to a call that runs; the audit log keeps it';
    COMMENT ON COLUMN call_monitors.claimed_at IS 'When they began to listen; null: not yet';
  `.execute(db);
  await protectTable(db, 'call_monitors');
}
