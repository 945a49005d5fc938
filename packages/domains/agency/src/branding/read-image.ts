import { buffer } from 'node:stream/consumers';
import type { TenantContext } from '@leadlock/context/context';
import { AppError, invalidField } from '@leadlock/core/errors';
import { isolatedTask } from '@leadlock/isolation';
import { refusalOf } from '@leadlock/isolation/refusal';
import type { Upload } from '@leadlock/trpc/rest/uploads';
import type readPicture from './picture/read-picture.task.ts';
import type { PictureFormat } from './picture/read-picture.task.ts';

export const MAX_IMAGE_BYTES = 5 * 1024 * 1024;

export interface Image {
  format: PictureFormat;
  contentType: string;
  bytes: Buffer;
}

const CONTENT_TYPES: Record<PictureFormat, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  svg: 'image/svg+xml',
  ico: 'image/x-icon',
};

const NAMES: Record<PictureFormat, string> = { png: 'PNG', jpg: 'JPEG', svg: 'SVG', ico: 'ICO' };

const FIELD = ['body', 'file'];
const readingPictures = isolatedTask<typeof readPicture>(new URL('./picture/read-picture.task.ts', import.meta.url), {
  // A picture in order takes milliseconds; a busy machine needs more of them.
  timeoutMs: 15_000,
});

/**
 * An uploaded picture. Its bytes decide what it is, whatever its name says; an SVG loses what draws nothing.
 * @throws unsupported_media_type for anything but these formats; validation for a picture that is too large or not safe,
 * with what to change; rate_limited while too many are being read
 */
export async function readImage(ctx: TenantContext, file: Upload, formats: readonly PictureFormat[]): Promise<Image> {
  const sent = await buffer(file.open());
  const reading = await ctx.isolation
    .run(readingPictures, sent, { tenantId: ctx.tenant.id })
    .catch((error: unknown) => Promise.reject(refusalOf(error, FIELD, 'picture')));
  if ('refused' in reading && reading.about === 'content') throw invalidField(FIELD, reading.refused, null);
  if ('refused' in reading || !formats.includes(reading.format)) {
    const names = formats.map((format) => NAMES[format]).join(', ');
    throw new AppError('unsupported_media_type', `Unsupported file type. Use ${names}.`);
  }
  const { format, bytes } = reading;
  return { format, contentType: CONTENT_TYPES[format], bytes: Buffer.from(bytes) };
}
