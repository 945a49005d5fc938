import { buffer } from 'node:stream/consumers';
import { AppError } from '@leadlock/core/errors';
import type { Upload } from '@leadlock/trpc/rest/uploads';
import { fileTypeFromBuffer } from 'file-type';
import { sanitizeSvg } from './sanitize-svg.ts';

export const MAX_IMAGE_BYTES = 5 * 1024 * 1024;

export type ImageFormat = 'png' | 'jpg' | 'svg' | 'ico';

export interface Image {
  format: ImageFormat;
  contentType: string;
  bytes: Buffer;
}

const CONTENT_TYPES: Record<ImageFormat, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  svg: 'image/svg+xml',
  ico: 'image/x-icon',
};

const NAMES: Record<ImageFormat, string> = { png: 'PNG', jpg: 'JPEG', svg: 'SVG', ico: 'ICO' };

const isRaster = (format: string | undefined): format is 'png' | 'jpg' | 'ico' =>
  format === 'png' || format === 'jpg' || format === 'ico';

/** The text of an SVG, sanitized; null for what is not text or no SVG. */
function readSvg(bytes: Buffer): Buffer | null {
  try {
    const svg = sanitizeSvg(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return svg === null ? null : Buffer.from(svg);
  } catch {
    return null;
  }
}

async function recognize(bytes: Buffer): Promise<Image | null> {
  const type = await fileTypeFromBuffer(bytes);
  if (isRaster(type?.ext)) return { format: type.ext, contentType: CONTENT_TYPES[type.ext], bytes };
  const svg = type === undefined || type.ext === 'xml' ? readSvg(bytes) : null;
  return svg && { format: 'svg', contentType: CONTENT_TYPES.svg, bytes: svg };
}

/**
 * An uploaded picture. Its bytes decide what it is, whatever its name says; an SVG keeps only what draws.
 * @throws unsupported_media_type for anything but these formats
 */
export async function readImage(file: Upload, formats: readonly ImageFormat[]): Promise<Image> {
  const image = await recognize(await buffer(file.open()));
  if (image && formats.includes(image.format)) return image;
  const names = formats.map((format) => NAMES[format]).join(', ');
  throw new AppError('unsupported_media_type', `The file is not one of these: ${names}`);
}
