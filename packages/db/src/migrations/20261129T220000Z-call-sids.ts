import { sql, type Kysely } from 'kysely';
import { protectTable } from '../apply-row-level-security.ts';
import { inShortTransaction } from '../migration.ts';

export const isOnline = true;

/**
 * Calls by the carrier's name of them, which a webhook knows and nothing else. One table holds them all, so that a name
 * stays unique when the calls are partitioned by something else; a trigger writes it with the call, whoever does.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await inShortTransaction(db, async (trx) => {
    await sql`
      CREATE TABLE IF NOT EXISTS call_sids (
        tenant_id uuid NOT NULL,
        twilio_call_sid text NOT NULL,
        call_id uuid NOT NULL,
        PRIMARY KEY (twilio_call_sid, tenant_id)
      );
      COMMENT ON TABLE call_sids IS 'The call that a carrier calls by a name; by the name first, for webhooks know no tenant of a call';

      CREATE OR REPLACE FUNCTION call_logs_enter_sid() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO call_sids (tenant_id, twilio_call_sid, call_id)
          VALUES (NEW.tenant_id, NEW.twilio_call_sid, NEW.id) ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
          PERFORM FROM call_sids WHERE twilio_call_sid = NEW.twilio_call_sid AND tenant_id = NEW.tenant_id AND call_id = NEW.id;
          IF NOT FOUND THEN
            RAISE unique_violation USING
              MESSAGE = format('there is a call %s already', NEW.twilio_call_sid),
              TABLE = 'call_sids', CONSTRAINT = 'call_sids_pkey';
          END IF;
        END IF;
        RETURN NULL;
      END $$;
      CREATE OR REPLACE TRIGGER call_logs_enter_sid AFTER INSERT ON call_logs
        FOR EACH ROW EXECUTE FUNCTION call_logs_enter_sid();
    `.execute(trx);
    await protectTable(trx, 'call_sids');
  });
  await enterSids(db);
}

const BATCH_SIZE = 5_000;

/** Enters the names of the calls that were there before. */
async function enterSids(db: Kysely<never>): Promise<void> {
  let after = { tenant_id: '00000000-0000-0000-0000-000000000000', id: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const { rows } = await sql<typeof after>`
      WITH batch AS (
        SELECT tenant_id, id, twilio_call_sid FROM call_logs
        WHERE (tenant_id, id) > (${after.tenant_id}::uuid, ${after.id}::uuid) ORDER BY tenant_id, id LIMIT ${BATCH_SIZE}
      ), entered AS (
        INSERT INTO call_sids (tenant_id, twilio_call_sid, call_id)
          SELECT tenant_id, twilio_call_sid, id FROM batch ON CONFLICT DO NOTHING
      )
      SELECT tenant_id, id FROM batch ORDER BY tenant_id DESC, id DESC LIMIT 1
    `.execute(db);
    const [last] = rows;
    if (!last) return;
    after = last;
  }
}
