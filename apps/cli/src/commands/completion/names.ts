import { connect, type GlobalOptions } from '../../api/connection.ts';
import type { ApiClient } from '../../api/trpc-client.ts';

/** A word that may come next, and what it stands for. */
export interface Candidate {
  value: string;
  description: string;
}

/** Whoever presses the tab key waits for so long, in ms, and then gets nothing. */
const PATIENCE_MS = 2_000;

type Read = (api: ApiClient, signal: AbortSignal) => Promise<Candidate[]>;

const READERS = {
  agent: async (api, signal) => {
    const { agents } = await api.agents.names.query({}, { signal });
    return agents.map(({ id, name }) => ({ value: name, description: id }));
  },
  number: async (api, signal) => {
    const { phone_numbers } = await api.phoneNumbers.list.query({}, { signal });
    return phone_numbers.map(({ phone_number, friendly_name }) => ({
      value: phone_number,
      description: friendly_name ?? '',
    }));
  },
  'sub-account': async (api, signal) => {
    const { available_sub_accounts } = await api.auth.context.query(undefined, { signal });
    return available_sub_accounts.map(({ slug, name }) => ({ value: slug, description: name }));
  },
  key: async (api, signal) => {
    const { keys } = await api.apiKeys.list.query(undefined, { signal });
    return keys.map(({ name, key_prefix }) => ({ value: name, description: `${key_prefix}…` }));
  },
  member: async (api, signal) => {
    const { members } = await api.members.list.query(undefined, { signal });
    return members.map(({ email, role }) => ({ value: email, description: role }));
  },
} satisfies Record<string, Read>;

/** What the API knows the names of, as arguments and options call it. */
export type NameKind = keyof typeof READERS;

export const isNameKind = (name: string): name is NameKind => Object.hasOwn(READERS, name);

/** A name that several have says nothing, and one that breaks a line or moves the cursor is not to reach a shell. */
function usable(all: readonly Candidate[]): Candidate[] {
  const counts = new Map<string, number>();
  for (const { value } of all) counts.set(value, (counts.get(value) ?? 0) + 1);
  return all
    .filter(({ value }) => value !== '' && counts.get(value) === 1 && !/\p{Cc}/u.test(value))
    .map(({ value, description }) => ({ value, description: description.replaceAll(/\p{Cc}+/gu, ' ') }));
}

/**
 * The names that may be completed, for the account that the command line names. None where they cannot be had in time:
 * somebody who presses a key is told of no error.
 */
export async function readNames(kind: NameKind, { profile, subAccount }: GlobalOptions): Promise<Candidate[]> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const { api, apiUrl } = await connect({ profile, subAccount: kind === 'sub-account' ? undefined : subAccount });
    // An API that is away is found out before a session would be renewed, which nothing may cut short.
    await (await fetch(`${apiUrl}/health`, { signal })).body?.cancel();
    return usable(await READERS[kind](api, signal));
  } catch {
    return [];
  }
}
