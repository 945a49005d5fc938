import type { SpokenText } from './vendor.ts';

const startsWith = (file: Buffer, text: string, at = 0): boolean =>
  file.toString('latin1', at, at + text.length) === text;

/** Frames of MPEG audio begin with eleven bits; tags may stand before the first. */
const isMp3 = (file: Buffer): boolean =>
  startsWith(file, 'ID3') || (file[0] === 0xff && ((file[1] ?? 0) & 0xe0) === 0xe0);

/** An MP3 or WAV file by its first bytes, whatever its content type says; null: it is none, or empty. */
export function audioFile(file: Buffer): SpokenText | null {
  if (isMp3(file)) return { audio: file, contentType: 'audio/mpeg' };
  if (startsWith(file, 'RIFF') && startsWith(file, 'WAVE', 8)) return { audio: file, contentType: 'audio/wav' };
  return null;
}
