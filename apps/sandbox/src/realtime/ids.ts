import { randomBytes } from 'node:crypto';

export type IdPrefix = 'event' | 'sess' | 'conv' | 'resp' | 'item' | 'call';

export const newId = (prefix: IdPrefix): string => `${prefix}_${randomBytes(12).toString('hex')}`;
