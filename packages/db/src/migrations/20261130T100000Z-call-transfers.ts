import { sql, type Kysely } from 'kysely';
import { protectTable } from '../apply-row-level-security.ts';

/** To whom agents have passed calls on, or tried to. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    CREATE TABLE call_transfers (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      id uuid NOT NULL,
      call_id uuid NOT NULL,
      kind text NOT NULL CHECK (kind IN ('blind', 'warm')),
      target_name text NOT NULL,
      target_number text NOT NULL,
      reason text,
      status text NOT NULL DEFAULT 'calling' CHECK (status IN (
        'calling', 'asking', 'accepted', 'connected', 'completed',
        'declined', 'busy', 'no_answer', 'voicemail', 'failed', 'caller_gone')),
      summary text,
      callee_call_sid text,
      handed_over_at timestamptz,
      answered_at timestamptz,
      ended_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, id)
    );
    CREATE INDEX call_transfers_call ON call_transfers (tenant_id, call_id, created_at);
    CREATE UNIQUE INDEX call_transfers_one_at_a_time ON call_transfers (tenant_id, call_id)
      WHERE status IN ('calling', 'asking', 'accepted', 'connected');
    COMMENT ON TABLE call_transfers IS 'To whom an agent has passed a call on, or tried to, and what came of it';
    COMMENT ON COLUMN call_transfers.handed_over_at IS 'When the caller was taken from the agent to whoever takes the call';
  `.execute(db);
  await protectTable(db, 'call_transfers');
}
