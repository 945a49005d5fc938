import { sql, type Kysely } from 'kysely';

/**
 * Says on a channel which calls and events were written, in the transaction that writes them, for those who watch.
 * Calls that are entered when they are long over are no news.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    CREATE FUNCTION notify_of_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify('changes', json_build_object(
        'table', TG_TABLE_NAME, 'tenant_id', NEW.tenant_id, 'id', NEW.id, 'part', TG_ARGV[0])::text);
      RETURN NULL;
    END $$;

    CREATE TRIGGER call_logs_begun AFTER INSERT ON call_logs
      FOR EACH ROW WHEN (NEW.ended_at IS NULL) EXECUTE FUNCTION notify_of_change('call');
    CREATE TRIGGER call_logs_changed AFTER UPDATE OF status, agent_name, answered_at, ended_at ON call_logs
      FOR EACH ROW WHEN ((OLD.status, OLD.agent_name, OLD.answered_at, OLD.ended_at)
        IS DISTINCT FROM (NEW.status, NEW.agent_name, NEW.answered_at, NEW.ended_at))
      EXECUTE FUNCTION notify_of_change('call');
    CREATE TRIGGER call_logs_said AFTER UPDATE OF transcript ON call_logs
      FOR EACH ROW WHEN (NEW.ended_at IS NULL AND NEW.transcript IS DISTINCT FROM OLD.transcript)
      EXECUTE FUNCTION notify_of_change('transcript');
    CREATE TRIGGER events_recorded AFTER INSERT ON events
      FOR EACH ROW EXECUTE FUNCTION notify_of_change();

    CREATE INDEX call_logs_live ON call_logs (tenant_id, started_at DESC, id DESC) WHERE ended_at IS NULL;
  `.execute(db);
}
