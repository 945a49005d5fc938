import { randomBytes } from 'node:crypto';

export type SidPrefix = 'AC' | 'AP' | 'CA' | 'MZ' | 'PN' | 'RE' | 'SM' | 'MM' | 'PA';

/** A new Twilio id: two letters of the kind and 32 hexadecimal digits. */
export const newSid = (prefix: SidPrefix): string => prefix + randomBytes(16).toString('hex');
