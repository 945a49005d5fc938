import { sql, type Kysely } from 'kysely';

/**
 * Says on the channel of changes that somebody may do less than before, in the transaction that makes it so, so that what
 * is sent to them ends with it. Equal reports of one transaction are one.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    CREATE FUNCTION notify_of_access() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify('changes', json_build_object(
        'table', 'access',
        'tenant_id', CASE TG_TABLE_NAME WHEN 'tenants' THEN OLD.id::text ELSE to_jsonb(OLD)->>'tenant_id' END,
        'id', CASE TG_TABLE_NAME WHEN 'refresh_tokens' THEN to_jsonb(OLD)->>'user_id' ELSE OLD.id::text END,
        'part', NULL)::text);
      RETURN NULL;
    END $$;

    CREATE TRIGGER refresh_tokens_revoked AFTER UPDATE OF revoked_at ON refresh_tokens
      FOR EACH ROW WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION notify_of_access();
    CREATE TRIGGER users_restricted AFTER UPDATE OF role, is_active ON users
      FOR EACH ROW WHEN ((OLD.role, OLD.is_active) IS DISTINCT FROM (NEW.role, NEW.is_active))
      EXECUTE FUNCTION notify_of_access();
    CREATE TRIGGER users_removed AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION notify_of_access();
    CREATE TRIGGER api_keys_revoked AFTER UPDATE OF is_active, expires_at ON api_keys
      FOR EACH ROW WHEN ((OLD.is_active, OLD.expires_at) IS DISTINCT FROM (NEW.is_active, NEW.expires_at))
      EXECUTE FUNCTION notify_of_access();
    CREATE TRIGGER api_keys_removed AFTER DELETE ON api_keys FOR EACH ROW EXECUTE FUNCTION notify_of_access();
    CREATE TRIGGER tenants_restricted AFTER UPDATE OF is_active, suspended_at ON tenants
      FOR EACH ROW WHEN ((OLD.is_active, OLD.suspended_at) IS DISTINCT FROM (NEW.is_active, NEW.suspended_at))
      EXECUTE FUNCTION notify_of_access();
  `.execute(db);
}
