import { describe, expect, it } from 'vitest';
import type { Account } from '#/session/account.ts';
import { movedPage } from './moved-pages.ts';
import { activeItem, navigationFor, pageToStayOn, settingsFor } from './navigation.ts';

const account = (changes: Partial<Account>): Account => ({ isAgency: false, isAdmin: true, ...changes }) as Account;
const sections = navigationFor(account({ isAgency: true }));

describe('the item of a page', () => {
  it.each([
    ['/', '/'],
    ['/clients', '/clients'],
    ['/clients/0190', '/clients'],
    ['/clients/agents', '/clients/agents'],
    ['/clients/calls', '/clients/calls'],
    ['/settings/team', '/settings'],
    ['/clientship', undefined],
  ])('of %s is %s', (path, item) => {
    expect(activeItem(sections, path)?.to).toBe(item);
  });
});

describe('the navigation', () => {
  it.each([
    ['a business', account({})],
    ['an agency', account({ isAgency: true })],
  ])('of %s has one page for each key after g', (_, who) => {
    const keys = navigationFor(who).flatMap(({ items }) => items.map(({ key }) => key));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('has no group without pages for a member', () => {
    expect(settingsFor(account({ isAdmin: false })).map(({ label }) => label)).toEqual(['You', 'Workspace']);
  });
});

describe('whoever goes to another account', () => {
  const agency = { isAgency: true, isAdmin: true };
  const client = { isAgency: false, isAdmin: true };
  it.each([
    ['/calls', client, client, '/calls'],
    ['/calls/0190', client, client, '/calls'],
    ['/agents/0190', client, client, '/agents'],
    ['/phone-numbers', agency, client, '/phone-numbers'],
    ['/settings/team', agency, client, '/settings/team'],
    ['/settings/api-keys', client, { ...client, isAdmin: false }, '/settings'],
    ['/calls', client, agency, '/'],
    ['/clients/calls', agency, client, '/'],
    ['/clients/0190', agency, client, '/'],
    ['/notifications', agency, client, '/'],
    ['/', client, client, '/'],
  ])('on %s stays there if that one has the page', (path, from, to, page) => {
    expect(pageToStayOn(path, from, to)).toBe(page);
  });
});

describe('a page that has moved', () => {
  it.each([
    ['/agency', '/'],
    ['/agency/sub-accounts/0190', '/clients/0190'],
    ['/agency/sub-accounts/', '/clients'],
    ['/webhooks', '/settings/webhooks'],
    ['/settings/account', '/settings/profile'],
    ['/nothing', null],
  ])('%s is found at %s', (from, to) => {
    expect(movedPage(from)).toBe(to);
  });
});
