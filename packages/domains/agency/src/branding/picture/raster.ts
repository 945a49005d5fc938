import { fileTypeFromBuffer } from 'file-type';
import { disableTypes, imageSize } from 'image-size';
import { PictureRefused } from './picture-refused.ts';

/** What can be measured, and nothing else is tried. */
const MEASURED = ['png', 'jpg', 'gif', 'webp', 'ico'] as const;
type Raster = (typeof MEASURED)[number];

disableTypes([
  'bmp',
  'cur',
  'dds',
  'heif',
  'icns',
  'j2c',
  'jp2',
  'jxl',
  'jxl-stream',
  'ktx',
  'pnm',
  'psd',
  'svg',
  'tga',
  'tiff',
]);

const MAX_SIDE = 8_192;

/** Where an icon names its pictures: a header of 6 bytes, then 16 bytes each, of which the last 8 are length and place. */
const ICON_HEADER = 6;
const ICON_ENTRY = 16;

const isRaster = (format: string | undefined): format is Raster => MEASURED.some((known) => known === format);

function measure(bytes: Uint8Array): { width: number; height: number } {
  try {
    return imageSize(bytes);
  } catch {
    throw new PictureRefused('The image is damaged: can’t read its size');
  }
}

/** A few bytes can announce more pixels than a browser has memory for. */
function checkSize(bytes: Uint8Array): void {
  const { width, height } = measure(bytes);
  if (width < 1 || height < 1) throw new PictureRefused('The image is damaged: its size is zero');
  if (width > MAX_SIDE || height > MAX_SIDE) {
    throw new PictureRefused(`The image is ${width} x ${height} pixels. The maximum is ${MAX_SIDE} x ${MAX_SIDE}.`);
  }
}

/** The pictures in an icon; they may be whole PNG files, with other sizes than the icon says. */
function* picturesOf(icon: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(icon.buffer, icon.byteOffset, icon.byteLength);
  const count = view.getUint16(4, true);
  if (count === 0 || icon.byteLength < ICON_HEADER + count * ICON_ENTRY) {
    throw new PictureRefused('The icon is damaged: it contains no image');
  }
  for (let index = 0; index < count; index += 1) {
    const entry = ICON_HEADER + index * ICON_ENTRY;
    const length = view.getUint32(entry + 8, true);
    const place = view.getUint32(entry + 12, true);
    if (place + length > icon.byteLength)
      throw new PictureRefused('The icon is damaged: one of its images is incomplete');
    yield icon.subarray(place, place + length);
  }
}

/** The kind of picture that the bytes are, measured; null for none of those. @throws PictureRefused */
export async function readRaster(bytes: Uint8Array): Promise<Raster | null> {
  const format = (await fileTypeFromBuffer(bytes))?.ext;
  if (!isRaster(format)) return null;
  checkSize(bytes);
  if (format === 'ico') {
    for (const picture of picturesOf(bytes)) {
      if ((await fileTypeFromBuffer(picture))?.ext === 'png') checkSize(picture);
    }
  }
  return format;
}
