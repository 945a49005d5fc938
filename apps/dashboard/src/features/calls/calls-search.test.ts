import { describe, expect, it } from 'vitest';
import { CallsSearch, exportPath, isFiltered, rangeOf, toFilter } from './calls-search.ts';

describe('the filters of the calls', () => {
  it('take what an address says, and ignore what makes no sense', () => {
    expect(CallsSearch.parse({})).toEqual({ q: '', offset: 0, limit: 25 });
    const odd = { q: 7, status: 'lost', direction: 'up', from: 'yesterday', limit: 1000, offset: -1 };
    expect(CallsSearch.parse(odd)).toMatchObject({ q: '', offset: 0, limit: 25 });
    expect(isFiltered(CallsSearch.parse(odd))).toBe(false);
    expect(isFiltered(CallsSearch.parse({ status: 'busy' }))).toBe(true);
  });

  it('ask for whole days of the user’s zone', () => {
    const search = CallsSearch.parse({ from: '2026-11-20', to: '2026-11-21' });
    const { date_from = '', date_to = '' } = toFilter(search);
    expect(new Date(date_from).getTime()).toBe(new Date('2026-11-20T00:00').getTime());
    expect(new Date(date_to).getTime()).toBe(new Date('2026-11-22T00:00').getTime());
    expect(rangeOf(CallsSearch.parse({ from: '2026-11-21', to: '2026-11-20' }))).toBeNull();
    expect(rangeOf(CallsSearch.parse({ from: '2026-11-21' }))).toBeNull();
  });

  it('are an export’s too, but for the page and the direction', () => {
    expect(exportPath(CallsSearch.parse({ offset: 50 }))).toBe('/calls/export');
    const search = CallsSearch.parse({ q: '+1 212', status: 'completed', direction: 'inbound', agent: 'a' });
    expect(exportPath(search)).toBe('/calls/export?agent_id=a&status=completed&search=%2B1+212');
  });
});
