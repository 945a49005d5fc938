import { VOICE_VENDORS } from '@leadlock/voice/vendors';
import { sql } from 'kysely';

const setting = (name: string) => sql<string | null>`agents.settings ->> ${sql.lit(name)}`;

export const voiceProvider = setting('voice_provider');

/** The voice that an agent speaks with: each provider reads a setting of its own. Null for the provider's default. */
export const spokenVoice = sql<string | null>`CASE ${voiceProvider} ${sql.join(
  Object.entries(VOICE_VENDORS).map(([name, { voiceField }]) => sql`WHEN ${sql.lit(name)} THEN ${setting(voiceField)}`),
  sql` `,
)} ELSE ${setting('voice')} END`;
