import { sql, type Kysely } from 'kysely';

/** What ElevenLabs has of our agents. A row outlives its agent for as long as something is left there to be deleted. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `
    CREATE TABLE elevenlabs_agents (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      agent_id uuid NOT NULL,
      account text NOT NULL,
      vendor_agent_id text,
      sent jsonb NOT NULL DEFAULT '{}',
      tools jsonb NOT NULL DEFAULT '{}',
      problem text,
      leased_until timestamptz,
      PRIMARY KEY (tenant_id, agent_id)
    );
    COMMENT ON COLUMN elevenlabs_agents.account IS 'Which account at ElevenLabs the ids belong to: a fingerprint of its key';
    COMMENT ON COLUMN elevenlabs_agents.sent IS 'A fingerprint of each part of the agent as it was sent last';
    COMMENT ON COLUMN elevenlabs_agents.tools IS 'Of each tool by its name: its id there and a fingerprint of what was sent';
    COMMENT ON COLUMN elevenlabs_agents.problem IS 'Why the last attempt failed, for people; null: it did not';
    COMMENT ON COLUMN elevenlabs_agents.leased_until IS 'Until then a worker is at it';
  `,
    )
    .execute(db);
}
