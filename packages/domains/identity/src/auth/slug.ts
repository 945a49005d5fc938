import { randomBytes } from 'node:crypto';

const MAX_LENGTH = 48;

/** A name as it can stand in an address: `Müller & Söhne` is `muller-sohne`. */
function slugify(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-|-$/g, '');
  return slug || 'account';
}

/** The slug, or for later attempts one with a random ending. */
export const slugCandidate = (name: string, attempt: number): string =>
  attempt === 0 ? slugify(name) : `${slugify(name)}-${randomBytes(3).toString('hex')}`;
