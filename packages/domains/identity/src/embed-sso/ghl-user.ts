import type { SystemContext } from '@leadlock/context/context';
import type { Role } from '@leadlock/core/actor';
import { hasLink, toVisibleName } from '@leadlock/core/display-name';
import { EmailAddress } from '@leadlock/core/email-address';
import { unauthorized, unavailable } from '@leadlock/core/errors';
import { z } from 'zod';
import { decryptOpenSslSalted } from './openssl-salted.ts';

const optionalText = z.string().min(1).nullish().catch(null);

/** What GHL lets people call themselves, if it can be shown to others here. */
function ghlName(text: string): string | null {
  const name = toVisibleName(text).slice(0, 200);
  return name === '' || hasLink(name) ? null : name;
}

/** What GHL says about the user of the frame. `activeLocation` is there when a location is open. */
const GhlUser = z.object({
  userId: z.string().min(1).max(200),
  companyId: z.string().min(1).max(200),
  role: z.string(),
  type: z.enum(['agency', 'location']),
  userName: optionalText.transform((name) => (name ? ghlName(name) : null)),
  email: EmailAddress.nullish().catch(null),
  activeLocation: optionalText,
});
export type GhlUser = z.infer<typeof GhlUser>;

/** Under this name identities are kept. */
export const GHL_PROVIDER = 'ghl';

/** What somebody of GHL is here when they come for the first time. */
export const roleOf = (user: GhlUser): Role => (user.role === 'admin' ? 'admin' : 'member');

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @throws unauthorized for a payload that GHL did not encrypt, unavailable where single sign-on is not set up. */
export function readGhlUser({ settings }: Pick<SystemContext, 'settings'>, payload: string): GhlUser {
  if (settings.ghlSsoSecret === undefined) throw unavailable('Single sign-on is not configured on this installation');
  const text = decryptOpenSslSalted(payload, settings.ghlSsoSecret);
  const user = text === null ? null : GhlUser.safeParse(parseJson(text)).data;
  // One answer for everything that is wrong, so that nothing can be learned about the secret.
  if (!user) throw unauthorized('Invalid SSO payload');
  return user;
}
