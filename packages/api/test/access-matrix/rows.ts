import { agencyRows } from '@leadlock/agency/access-rows';
import { agentsRows } from '@leadlock/agents/access-rows';
import { crmRows } from '@leadlock/crm/access-rows';
import { identityRows } from '@leadlock/identity/access-rows';
import { platformRows } from '@leadlock/platform/access-rows';
import { telephonyRows } from '@leadlock/telephony/access-rows';
import type { AccessRows, Seed } from '@leadlock/testing/access-rows';

const domains: readonly AccessRows[] = [identityRows, platformRows, crmRows, agentsRows, telephonyRows, agencyRows];

/**
 * What an id is an id of, by the name of its field. A new operation with another name in its path fails the matrix until
 * its domain says in `access-rows.ts` what that is.
 */
export const ROWS: Readonly<Record<string, Seed>> = Object.fromEntries(
  domains.flatMap(({ ids = {} }) => Object.entries(ids)),
);

export const OTHER_ROWS = domains.flatMap(({ others = [] }) => others);

export const PLAIN_PARAMETERS: ReadonlySet<string> = new Set(
  domains.flatMap(({ plainParameters = [] }) => plainParameters),
);
