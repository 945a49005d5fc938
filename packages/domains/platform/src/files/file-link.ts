import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { SystemContext } from '@leadlock/context/context';
import { isFileKey } from '@leadlock/providers/storage';

type LinkContext = Pick<SystemContext, 'settings' | 'clock'>;

/** Files that anybody may read who knows their name: what stands on pages that need no log-in. */
const PUBLIC_FOLDERS: ReadonlySet<string> = new Set(['branding']);

/** Keys have three parts: `<folder>/<tenant id>/<name>`. */
const KEY_PARTS = 3;

const folderOf = (key: string): string => key.split('/', 1)[0] ?? '';

export const isPublicFile = (key: string): boolean => PUBLIC_FOLDERS.has(folderOf(key));

/** A key of its own for links, so that no signature made for anything else can open a file. */
function signature({ settings }: LinkContext, key: string, expires: number): Buffer {
  const linkKey = Buffer.from(hkdfSync('sha256', settings.jwtSecret, '', 'file links', 32));
  return createHmac('sha256', linkKey).update(`${key}\n${expires}`).digest();
}

/**
 * The address of a stored file, `<folder>/<tenant id>/<name>`: one that stops working after `expiresInSeconds`, or a
 * `'public'` one for files of the branding folder.
 */
export function fileUrl(ctx: LinkContext, key: string, access: { expiresInSeconds: number } | 'public'): string {
  if (!isFileKey(key) || key.split('/').length !== KEY_PARTS) throw new Error('Invalid file key');
  const url = `${ctx.settings.publicApiUrl}/files/${key}`;
  if (access === 'public') {
    if (!isPublicFile(key)) throw new Error(`Files in ${folderOf(key)} are not public`);
    return url;
  }
  const expires = Math.floor(ctx.clock.now().getTime() / 1000) + access.expiresInSeconds;
  return `${url}?expires=${expires}&signature=${signature(ctx, key, expires).toString('base64url')}`;
}

/** Whether a link to the file was signed by us and has not expired. */
export function isValidLink(ctx: LinkContext, key: string, link: { expires?: number; signature?: string }): boolean {
  if (link.expires === undefined || link.signature === undefined) return false;
  if (link.expires * 1000 <= ctx.clock.now().getTime()) return false;
  const expected = signature(ctx, key, link.expires);
  const given = Buffer.from(link.signature, 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
