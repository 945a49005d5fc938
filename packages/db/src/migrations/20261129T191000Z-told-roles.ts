import { sql, type Kysely } from 'kysely';

/** A partner's payload can be shown again for a while: one from before a person's role has changed must not undo that. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `
    ALTER TABLE external_identities ADD COLUMN told_at timestamptz;
    COMMENT ON COLUMN external_identities.told_at IS 'When the payload that told_role was read from was shown first; null: not known';
    COMMENT ON TABLE spent_sso_payloads IS 'Payloads that were shown, for good: they carry no time, and one that is forgotten would open again';
  `,
    )
    .execute(db);
}
