import { randomBytes } from 'node:crypto';
import type { TenantContext } from '@leadlock/context/context';
import { upstream } from '@leadlock/core/errors';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { ProviderError } from '@leadlock/providers/contracts';
import { fileUrl } from '@leadlock/platform/files';
import type { Upload } from '@leadlock/trpc/rest/uploads';
import type { PictureFormat } from './picture/read-picture.task.ts';
import { readImage } from './read-image.ts';
import { findBranding, toBrandingSettings } from './brand.ts';
import type { BrandingSettings, LogoUploadResponse } from './schemas.ts';

const FORMATS = {
  logo: ['png', 'jpg', 'svg'],
  favicon: ['png', 'jpg', 'svg', 'ico'],
} as const satisfies Record<string, readonly PictureFormat[]>;

type Picture = keyof typeof FORMATS;
const COLUMNS = { logo: 'logo_key', favicon: 'favicon_key' } as const;

/** Puts the key in its place, or none, and returns the one that stood there. */
async function replaceKey(ctx: TenantContext, trx: Db, picture: Picture, key: string | null): Promise<string | null> {
  const column = COLUMNS[picture];
  const before = await trx
    .selectFrom('branding')
    .select(column)
    .where('tenant_id', '=', ctx.tenant.id)
    .forUpdate()
    .executeTakeFirst();
  const values = { [column]: key, updated_at: ctx.clock.now() };
  await trx
    .insertInto('branding')
    .values({ tenant_id: ctx.tenant.id, ...values })
    .onConflict((oc) => oc.column('tenant_id').doUpdateSet(values))
    .execute();
  return before?.[column as 'logo_key'] ?? null;
}

/** A picture that nothing shows any more costs a little space; that is no reason to fail. */
async function discard(ctx: TenantContext, key: string): Promise<void> {
  try {
    await ctx.providers.storage.delete(key);
  } catch (err) {
    ctx.log.warn({ err, key }, 'failed to delete a replaced image');
  }
}

/**
 * Stores the agency's logo or favicon in the place of the one before. Each has a name of its own, so that browsers and
 * mailboxes may keep what they have seen.
 * @throws what `readImage` throws, and upstream
 */
export async function uploadPicture(ctx: TenantContext, picture: Picture, file: Upload): Promise<LogoUploadResponse> {
  const { format, contentType, bytes } = await readImage(ctx, file, FORMATS[picture]);
  const key = `branding/${ctx.tenant.id}/${picture}-${randomBytes(8).toString('hex')}.${format}`;
  try {
    await ctx.providers.storage.put(key, bytes, { contentType });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    throw upstream('Couldn’t save the image', error);
  }
  const before = await withTransaction(ctx.db, (trx) => replaceKey(ctx, trx, picture, key));
  if (before !== null) await discard(ctx, before);
  return { logo_url: fileUrl(ctx, key, 'public'), file_size: bytes.byteLength };
}

/** Takes the agency's logo or favicon away; the product's own shows instead. Nothing happens when there is none. */
export async function removePicture(ctx: TenantContext, picture: Picture): Promise<BrandingSettings> {
  const before = await withTransaction(ctx.db, (trx) => replaceKey(ctx, trx, picture, null));
  if (before !== null) await discard(ctx, before);
  return toBrandingSettings(ctx, await findBranding(ctx, ctx.tenant));
}
