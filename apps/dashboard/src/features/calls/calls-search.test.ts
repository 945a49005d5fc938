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

  it('ask for whole days, and leave it to the api in which zone they begin', () => {
    const days = { from: '2026-11-20', to: '2026-11-21' };
    const search = CallsSearch.parse(days);
    expect(toFilter(search)).toMatchObject({ date_from: days.from, date_to: days.to });
    expect(exportPath(search)).toBe('/calls/export?date_from=2026-11-20&date_to=2026-11-21');
    expect(rangeOf(CallsSearch.parse({ from: '2026-11-21', to: '2026-11-20' }))).toBeNull();
    expect(rangeOf(CallsSearch.parse({ from: '2026-11-21' }))).toBeNull();
  });

  it('are an export’s too, but for the page and the direction', () => {
    expect(exportPath(CallsSearch.parse({ offset: 50 }))).toBe('/calls/export');
    const search = CallsSearch.parse({ q: '+1 212', status: 'completed', direction: 'inbound', agent: 'a' });
    expect(exportPath(search)).toBe('/calls/export?agent_id=a&status=completed&search=%2B1+212');
  });
});
