import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = 'v1';

/** Encrypts tenants' secrets (AES-256-GCM). The text form is `v1.<key id>.<base64url of iv, tag and ciphertext>`. */
export interface SecretBox {
  /** `purpose` is bound to the ciphertext: a value moved to another row or column does not open. */
  seal(plaintext: string, purpose: string): string;
  open(sealed: string, purpose: string): string;
  /** What every value that is sealed now begins with; one with another beginning is under an older key. */
  readonly currentPrefix: string;
  /** What values begin with that can be opened: one prefix for each key, the current one's first. */
  readonly prefixes: readonly string[];
}

interface Key {
  id: string;
  bytes: Buffer;
}

/** The id is a fingerprint, so that keys need no register of their own. */
function toKey(base64: string): Key {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== KEY_BYTES) throw new Error(`Encryption keys must be ${KEY_BYTES} bytes in base64`);
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes };
}

/**
 * @param keys base64 keys, the current one first; the others only open values that were sealed before a rotation.
 */
export function createSecretBox(keys: readonly string[]): SecretBox {
  const ring = keys.map(toKey);
  const current = ring[0];
  if (!current) throw new Error('At least one encryption key is required');

  const prefixOf = ({ id }: Key): string => `${FORMAT}.${id}.`;
  const currentPrefix = prefixOf(current);
  return {
    currentPrefix,
    prefixes: ring.map(prefixOf),
    seal(plaintext, purpose) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', current.bytes, iv, { authTagLength: TAG_BYTES }).setAAD(
        Buffer.from(purpose),
      );
      const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return `${currentPrefix}${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open(sealed, purpose) {
      const [format, keyId, payload] = sealed.split('.');
      const key = ring.find((candidate) => candidate.id === keyId);
      if (format !== FORMAT || !key || !payload)
        throw new Error('The secret was encrypted with a key that is not configured');
      const bytes = Buffer.from(payload, 'base64url');
      // A shorter tag would be easier to guess, so the length is stated and never taken from what is given.
      if (bytes.length < IV_BYTES + TAG_BYTES) throw new Error('Invalid encrypted secret: it is truncated');
      const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
    },
  };
}
