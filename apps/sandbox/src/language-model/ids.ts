import { randomBytes } from 'node:crypto';

/** An id as vendors make them: a prefix and letters. */
export const newModelId = (prefix: string): string => `${prefix}${randomBytes(12).toString('hex')}`;

export const newCallId = (): string => newModelId('call_');
