import { createDecipheriv, createHash } from 'node:crypto';

const MAGIC = 'Salted__';
const SALT_BYTES = 8;
const KEY_BYTES = 32;
const IV_BYTES = 16;

/** OpenSSL's EVP_BytesToKey with MD5 and one round: what CryptoJS.AES derives from a passphrase. */
function deriveKey(passphrase: string, salt: Buffer): { key: Buffer; iv: Buffer } {
  let derived = Buffer.alloc(0);
  let block = Buffer.alloc(0);
  while (derived.length < KEY_BYTES + IV_BYTES) {
    block = createHash('md5').update(block).update(passphrase, 'utf8').update(salt).digest();
    derived = Buffer.concat([derived, block]);
  }
  return { key: derived.subarray(0, KEY_BYTES), iv: derived.subarray(KEY_BYTES, KEY_BYTES + IV_BYTES) };
}

/** The salt of a payload: whoever changes it changes the key, and so cannot change it and still be understood. */
export const saltOf = (payload: string): Buffer =>
  Buffer.from(payload, 'base64').subarray(MAGIC.length, MAGIC.length + SALT_BYTES);

/** The text in `base64("Salted__", salt, AES-256-CBC)`. Null for what was encrypted otherwise. */
export function decryptOpenSslSalted(payload: string, passphrase: string): string | null {
  const bytes = Buffer.from(payload, 'base64');
  if (bytes.subarray(0, MAGIC.length).toString('latin1') !== MAGIC) return null;
  const bodyAt = MAGIC.length + SALT_BYTES;
  const { key, iv } = deriveKey(passphrase, bytes.subarray(MAGIC.length, bodyAt));
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, iv);
    const text = Buffer.concat([decipher.update(bytes.subarray(bodyAt)), decipher.final()]);
    return new TextDecoder('utf-8', { fatal: true }).decode(text);
  } catch {
    return null;
  }
}
