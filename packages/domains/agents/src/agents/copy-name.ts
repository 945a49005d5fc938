import type { TenantContext } from '@leadlock/context/context';
import { MAX_AGENT_NAME_LENGTH } from './setting-rules.ts';

/** As many characters of a text as fit, without half of a pair of surrogates at the end. */
function cut(text: string, length: number): string {
  const isSplit = /[\uD800-\uDBFF]/.test(text.charAt(length - 1));
  return text.slice(0, isSplit ? length - 1 : length).trimEnd();
}

const nameWith = (name: string, suffix: string): string =>
  `${cut(name, MAX_AGENT_NAME_LENGTH - suffix.length)}${suffix}`;

/**
 * What a copy of an agent is called: its name with " (Copy)" behind it, or "(Copy 2)" and so on where the tenant has such
 * agents already. Long names are cut, so that the copy can be saved as it is.
 */
export async function copyName(ctx: TenantContext, name: string): Promise<string> {
  const rows = await ctx.db.selectFrom('agents').select('name').where('tenant_id', '=', ctx.tenant.id).execute();
  const taken = new Set(rows.map((row) => row.name));
  let candidate = nameWith(name, ' (Copy)');
  for (let count = 2; taken.has(candidate); count++) candidate = nameWith(name, ` (Copy ${count})`);
  return candidate;
}
