import { z } from 'zod';
import type { Connection } from '../../api/connection.ts';
import { CliError } from '../../program/cli-error.ts';

const Typed = z.object({ type: z.union([z.string(), z.array(z.string())]).optional() });
const Property = Typed.extend({ default: z.unknown().optional(), anyOf: z.array(Typed).optional() });

const Document = z.object({
  components: z.object({
    schemas: z.object({
      AgentCreate: z.object({ properties: z.record(z.string(), Property) }),
    }),
  }),
});

/** The settings that an agent can have, in the order to write them in, with their defaults. */
export type SettingDefaults = ReadonlyMap<string, unknown> & {
  /** Those for which null is a value, and not no value. */
  readonly nullable: ReadonlySet<string>;
};

const takesNull = ({ type, anyOf = [] }: z.infer<typeof Property>): boolean =>
  [type, ...anyOf.map((one) => one.type)].flat().includes('null');

/**
 * Asks the API for the settings it knows: its OpenAPI document lists them with their defaults. So this program needs no
 * list of its own, which would go stale.
 */
export async function readSettingDefaults({ rest, apiUrl }: Connection): Promise<SettingDefaults> {
  const response = await rest('/openapi.json', 'application/json');
  const document = Document.safeParse(await response.json());
  if (!document.success)
    throw new CliError(`${apiUrl} doesn’t support agents: its OpenAPI document does not describe them`);
  const { properties } = document.data.components.schemas.AgentCreate;
  const settings = Object.entries(properties);
  return Object.assign(new Map(settings.map(([name, schema]) => [name, schema.default])), {
    nullable: new Set(settings.filter(([, schema]) => takesNull(schema)).map(([name]) => name)),
  });
}
