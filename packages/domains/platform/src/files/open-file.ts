import type { SystemContext } from '@leadlock/context/context';
import { forbidden, notFound, upstream } from '@leadlock/core/errors';
import { ProviderError, type StoredFile } from '@leadlock/providers/contracts';
import { isFileKey } from '@leadlock/providers/storage';
import { isPublicFile, isValidLink } from './file-link.ts';

/**
 * A stored file for whoever has its link.
 * @throws forbidden for a private file without a valid link, whether or not there is one; not_found; upstream.
 */
export async function openFile(
  ctx: SystemContext,
  key: string,
  link: { expires?: number; signature?: string },
): Promise<StoredFile> {
  if (!isPublicFile(key) && !isValidLink(ctx, key, link)) throw forbidden('This link is invalid or has expired');
  if (!isFileKey(key)) throw notFound('File');
  try {
    const file = await ctx.providers.storage.open(key);
    if (file === null) throw notFound('File');
    return file;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    throw upstream('The file store didn’t return the file', error);
  }
}
