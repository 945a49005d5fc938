import { AppError, upstream } from '@leadlock/core/errors';
import { ProviderError, type FileStorage } from '@leadlock/providers/contracts';
import type { Upload } from '@leadlock/trpc/rest/uploads';
import { fileTypeFromBuffer } from 'file-type';

export const MAX_SCREENSHOT_BYTES = 10 * 1024 * 1024;
const FORMATS: ReadonlySet<string> = new Set(['png', 'jpg', 'webp', 'gif']);
/** As much of a file as tells its type. */
const HEAD_BYTES = 4_100;

async function headOf(file: Upload): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop closes the file.
  for await (const chunk of file.open() as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= HEAD_BYTES) break;
  }
  return Buffer.concat(chunks);
}

/**
 * Stores a screenshot; its bytes decide what it is, whatever its name says.
 * @param key without an ending, which the type decides
 * @returns the whole key
 * @throws unsupported_media_type for anything but a picture, upstream
 */
export async function storeScreenshot(storage: FileStorage, key: string, file: Upload): Promise<string> {
  const type = await fileTypeFromBuffer(await headOf(file));
  if (!type || !FORMATS.has(type.ext)) {
    throw new AppError('unsupported_media_type', 'The screenshot must be a PNG, JPEG, WebP, or GIF file');
  }
  const whole = `${key}.${type.ext}`;
  try {
    await storage.put(whole, file.open(), { contentType: type.mime });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    throw upstream('Couldn’t save the screenshot', error);
  }
  return whole;
}
