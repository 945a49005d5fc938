import { sql, type Kysely } from 'kysely';

/**
 * What is said in a call that runs is kept in its session, a narrow row, and moves to the call when that is over. The
 * trigger on `call_logs` stays: gateways of the version before go on writing there until their calls are over.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    ALTER TABLE call_sessions ADD COLUMN transcript jsonb;
    COMMENT ON COLUMN call_sessions.transcript IS 'What was said so far; null while nobody has spoken';

    CREATE FUNCTION notify_of_turn() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify('changes', json_build_object(
        'table', 'call_logs', 'tenant_id', NEW.tenant_id, 'id', NEW.call_id, 'part', 'transcript')::text);
      RETURN NULL;
    END $$;
    CREATE TRIGGER call_sessions_said AFTER UPDATE OF transcript ON call_sessions
      FOR EACH ROW WHEN (NEW.transcript IS DISTINCT FROM OLD.transcript) EXECUTE FUNCTION notify_of_turn();
  `.execute(db);
}
