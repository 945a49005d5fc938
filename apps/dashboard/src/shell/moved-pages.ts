/** Where pages went whose addresses are in bookmarks, emails, and other people's documents. */
const MOVED: readonly (readonly [from: RegExp, to: string])[] = [
  [/^\/agency$/, '/'],
  [/^\/agency\/usage$/, '/usage'],
  [/^\/agency\/agents$/, '/clients/agents'],
  [/^\/agency\/sub-accounts(\/[^/]+)?$/, '/clients$1'],
  [/^\/webhooks$/, '/settings/webhooks'],
  [/^\/settings\/account$/, '/settings/profile'],
  [/^\/settings\/branding$/, '/brand'],
];

/** The address that a page has now; null for one that never was there. */
export function movedPage(pathname: string): string | null {
  const path = pathname.replace(/\/$/, '');
  const moved = MOVED.find(([from]) => from.test(path));
  return moved ? path.replace(moved[0], moved[1]) : null;
}
