import { z } from 'zod';
import { usageError } from '../program/cli-error.ts';
import { baseAddress } from './address.ts';

const address = z.string().transform((text, ctx) => {
  const base = baseAddress(text);
  if (base === null) ctx.addIssue('must be an http or https address');
  return base ?? z.NEVER;
});

const Variables = z.object({
  /** Wins over the address in the profile. */
  LEADLOCK_API_URL: address.optional(),
  /** Wins over what was saved by `leadlock login`. */
  LEADLOCK_API_KEY: z.string().optional(),
  LEADLOCK_PROFILE: z.string().optional(),
  /** Where the sandbox is; only `leadlock call` asks it. */
  LEADLOCK_SANDBOX_URL: address.optional(),
  XDG_CONFIG_HOME: z.string().optional(),
  APPDATA: z.string().optional(),
  PATH: z.string().default(''),
});

export type CliEnvironment = Readonly<z.infer<typeof Variables>>;

/** What the user's commands read of the environment. An empty variable is one that is not set. */
export function readCliEnvironment(source: Record<string, string | undefined> = process.env): CliEnvironment {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = Variables.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw usageError(`${issue?.path.join('.') ?? 'The environment'} ${issue?.message ?? 'is invalid'}`);
}
