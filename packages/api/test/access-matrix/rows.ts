import { agencyRows } from '@leadlock/agency/access-rows';
import { agentsRows } from '@leadlock/agents/access-rows';
import { crmRows } from '@leadlock/crm/access-rows';
import { identityRows } from '@leadlock/identity/access-rows';
import { platformRows } from '@leadlock/platform/access-rows';
import { telephonyRows } from '@leadlock/telephony/access-rows';
import type { AccessRows, Seed } from '@leadlock/testing/access-rows';

const domains: readonly AccessRows[] = [identityRows, platformRows, crmRows, agentsRows, telephonyRows, agencyRows];

/**
 * What all domains say of ids.
 * @throws when two of them say it of the same: one would go unheard, and its rows untried
 */
export function joinIds(domains: readonly AccessRows[]): Readonly<Record<string, Seed>> {
  const ids = domains.flatMap(({ ids = {} }) => Object.entries(ids));
  const names = ids.map(([name]) => name);
  const twice = names.filter((name, place) => names.indexOf(name) !== place);
  if (twice.length > 0) throw new Error(`Two domains say in access-rows.ts what these name: ${twice.join(', ')}`);
  return Object.fromEntries(ids);
}

/**
 * What an id is an id of, by the name of its field. A new operation with another name in its path fails the matrix until
 * its domain says in `access-rows.ts` what that is.
 */
export const ROWS: Readonly<Record<string, Seed>> = joinIds(domains);

export const OTHER_ROWS = domains.flatMap(({ others = [] }) => others);

export const PLAIN_PARAMETERS: ReadonlySet<string> = new Set(
  domains.flatMap(({ plainParameters = [] }) => plainParameters),
);
