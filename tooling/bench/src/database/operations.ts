import type { Asker } from './measure-in-turns.ts';
import { RARE_NAME, RARE_WORDS } from './insert-calls.ts';
import type { SeededDatabase } from './seed-calls.ts';

interface Operation {
  name: string;
  path: string;
  /** Asked by the owner of the account, or of its agency. */
  by: 'tenant' | 'agency';
}

const PAGE = 50;
const day = (daysAgo: number): string => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);

/** Every list, search and figure that looks at calls, in the shapes that cost the most. */
async function operationsOn(
  { agentIds, caller }: SeededDatabase,
  totalOf: (operation: Omit<Operation, 'name'>) => Promise<number>,
): Promise<Operation[]> {
  const [agentId = ''] = agentIds;
  const ofTenant = (name: string, path: string): Operation => ({ name, path, by: 'tenant' });
  const ofAgency = (name: string, path: string): Operation => ({ name, path, by: 'agency' });
  /** At the beginning, in the middle and at the end. */
  const pages = async (name: string, path: string, by: Operation['by']): Promise<Operation[]> => {
    const total = await totalOf({ path, by });
    const at = (offset: number): string => `${path}${path.includes('?') ? '&' : '?'}offset=${Math.max(0, offset)}`;
    return [
      { name, path, by },
      { name: `${name}, in the middle`, path: at(Math.floor(total / 2)), by },
      { name: `${name}, last page`, path: at(total - PAGE), by },
    ];
  };
  return [
    ...(await pages('calls', '/calls', 'tenant')),
    ...(await pages('calls of an agent', `/calls?agent_id=${agentId}`, 'tenant')),
    ...(await pages('calls of a rare direction', '/calls?direction=test', 'tenant')),
    ...(await pages('calls that were completed', '/calls/search?status=completed', 'tenant')),
    ...(await pages('calls that were canceled', '/calls/search?status=canceled', 'tenant')),
    ofTenant('calls that ring', '/calls/search?status=ringing'),
    ofTenant('calls of an agent that failed', `/calls/search?status=failed&agent_id=${agentId}`),
    ...(await pages('calls of half a year', `/calls/search?date_from=${day(250)}&date_to=${day(70)}`, 'tenant')),
    ofTenant('calls that run', '/calls/search?live=true'),
    ofTenant('search: nothing found', '/calls/search?search=nobody%20said%20this'),
    ofTenant('search: a whole number', `/calls/search?search=${encodeURIComponent(caller)}`),
    ofTenant('search: the end of a number', `/calls/search?search=${caller.slice(-7)}`),
    ofTenant('search: a rare name', `/calls/search?search=${RARE_NAME}`),
    ofTenant('search: a common name', '/calls/search?search=garcia'),
    ofTenant('search: what all calls have', '/calls/search?search=agent'),
    ofTenant('search: words that were said in few', `/calls/search?search=${encodeURIComponent(RARE_WORDS)}`),
    ofTenant('search: words that were said in all', '/calls/search?search=help%20today'),
    ofTenant('search: two letters', '/calls/search?search=ze'),
    ofTenant('search: a name, canceled calls', '/calls/search?search=garcia&status=canceled'),
    ofTenant('search: what all have, a rare direction', '/calls/search?search=agent&direction=test'),
    ofTenant('search: nothing, a rare direction', '/calls/search?search=nobody%20said%20this&direction=test'),
    ofTenant('search: two letters, a rare direction', '/calls/search?search=ze&direction=test'),
    ofTenant('search: a common name, a common direction', '/calls/search?search=garcia&direction=inbound'),
    ofTenant('figures of the dashboard', '/stats'),
    ofTenant('analytics of 30 days', '/stats/analytics'),
    ofTenant('analytics of 365 days', `/stats/analytics?date_from=${day(364)}`),
    ofTenant('analytics of 365 days, an agent', `/stats/analytics?date_from=${day(364)}&agent_id=${agentId}`),
    ofTenant('the account', '/tenants/me'),
    ofTenant('status of the setup', '/setup/status'),
    ofAgency('agency: overview', '/agency/overview'),
    ...(await pages('agency: usage', '/agency/usage', 'agency')),
    ...(await pages(
      'agency: usage of half a year',
      `/agency/usage?date_from=${day(250)}&date_to=${day(70)}`,
      'agency',
    )),
    ofAgency('agency: unpriced usage', '/agency/usage/unpriced'),
    ofAgency('agency: calls', '/agency/calls'),
    ofAgency('agency: calls, the last page', '/agency/calls?offset=1000'),
    ofAgency('agency: canceled calls of a rare direction', '/agency/calls?status=canceled&direction=test'),
    ofAgency('agency: calls that run', '/agency/calls?live=true'),
    ofAgency('agency: search: nothing found', '/agency/calls?search=nobody%20said%20this'),
    ofAgency('agency: search: a rare name', `/agency/calls?search=${RARE_NAME}`),
    ofAgency('agency: search: words that were said in few', `/agency/calls?search=${encodeURIComponent(RARE_WORDS)}`),
    ofAgency('agency: search: words that were said in all', '/agency/calls?search=help%20today'),
    ofAgency('agency: search: what all calls have', '/agency/calls?search=agent'),
  ];
}

/** What asks for each of the operations, by its name. */
export async function askersOf(seeded: SeededDatabase, url: string): Promise<Map<string, Asker>> {
  const ask = ({ path, by }: Omit<Operation, 'name'>): Promise<Response> => {
    const token = by === 'agency' ? seeded.agencyToken : seeded.token;
    return fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
  };
  const totalOf = async (operation: Omit<Operation, 'name'>): Promise<number> => {
    const { total } = (await (await ask(operation)).json()) as { total: number };
    return total;
  };
  const operations = await operationsOn(seeded, totalOf);
  return new Map(operations.map((operation) => [operation.name, () => ask(operation)]));
}
