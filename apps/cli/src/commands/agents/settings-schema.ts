import { z } from 'zod';
import type { Connection } from '../../api/connection.ts';
import { CliError } from '../../program/cli-error.ts';

const Document = z.object({
  components: z.object({
    schemas: z.object({
      AgentCreate: z.object({ properties: z.record(z.string(), z.object({ default: z.unknown().optional() })) }),
    }),
  }),
});

/** The settings that an agent can have, in the order to write them in, with their defaults. */
export type SettingDefaults = ReadonlyMap<string, unknown>;

/**
 * Asks the API for the settings it knows: its OpenAPI document lists them with their defaults. So this program needs no
 * list of its own, which would go stale.
 */
export async function readSettingDefaults({ rest, apiUrl }: Connection): Promise<SettingDefaults> {
  const response = await rest('/openapi.json', 'application/json');
  const document = Document.safeParse(await response.json());
  if (!document.success) throw new CliError(`The OpenAPI document of ${apiUrl} does not describe agents`);
  const { properties } = document.data.components.schemas.AgentCreate;
  return new Map(Object.entries(properties).map(([name, schema]) => [name, schema.default]));
}
