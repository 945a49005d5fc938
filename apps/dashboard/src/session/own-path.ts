const BELOW_DASHBOARD = /^\/app(?:[/?#]|$)/;
/** Where nobody has asked for a page. */
const HOME = '/app/';

/** A page of the dashboard, from an address that anybody may have written: never another site, nor another path of this one. */
export function ownPath(value: unknown): string {
  if (typeof value !== 'string' || !BELOW_DASHBOARD.test(value)) return HOME;
  const { origin, pathname, search, hash } = new URL(value, 'http://here');
  return origin === 'http://here' && BELOW_DASHBOARD.test(pathname) ? `${pathname}${search}${hash}` : HOME;
}
