import { fileTypeFromBuffer } from 'file-type';
import { PictureRefused } from './picture-refused.ts';
import { readRaster } from './raster.ts';
import { decodeXml } from './svg/decode-xml.ts';
import { sanitizeSvg } from './svg/sanitize-svg.ts';

export type PictureFormat = 'png' | 'jpg' | 'svg' | 'ico';

/** What becomes of a file that should be a picture. */
export type PictureReading =
  | { format: PictureFormat; bytes: Uint8Array }
  | { refused: string; about: PictureRefused['about'] };

async function read(bytes: Uint8Array): Promise<PictureReading> {
  const type = (await fileTypeFromBuffer(bytes))?.ext;
  if (type === 'gz') throw new PictureRefused('The file is compressed (SVGZ). Save it as plain SVG.');
  if (type === undefined || type === 'xml') {
    return { format: 'svg', bytes: new TextEncoder().encode(await sanitizeSvg(decodeXml(bytes))) };
  }
  const format = await readRaster(bytes);
  if (format === 'png' || format === 'jpg' || format === 'ico') return { format, bytes };
  throw new PictureRefused(`Unsupported file type: ${type}`, 'format');
}

/** Runs in a thread of its own: what comes from outside may be made to keep a reader busy. */
export default async function readPicture(bytes: Uint8Array): Promise<PictureReading> {
  try {
    return await read(bytes);
  } catch (error) {
    if (error instanceof PictureRefused) return { refused: error.message, about: error.about };
    // What nests too deeply for a reader is no fault of ours.
    if (error instanceof RangeError) return { refused: 'The image is too complex', about: 'content' };
    throw error;
  }
}
