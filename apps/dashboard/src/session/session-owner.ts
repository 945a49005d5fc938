import { currentSession } from './session.ts';

/** The id of the person whose session it is, as the access token says; null when nobody is signed in. */
export function sessionOwner(): string | null {
  const claims = currentSession()?.accessToken.split('.')[1];
  if (claims === undefined) return null;
  try {
    const { sub } = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))) as { sub?: unknown };
    return typeof sub === 'string' ? sub : null;
  } catch {
    return null;
  }
}
