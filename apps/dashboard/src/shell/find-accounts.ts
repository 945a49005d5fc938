import { hasEveryWord } from '../search/has-every-word.ts';

interface Named {
  name: string;
  slug: string;
}

/** Accounts whose name or slug contains every word of the text; `most` of them, since an agency may have thousands. */
export function findAccounts<Account extends Named>(
  accounts: readonly Account[],
  text: string,
  most: number,
): { shown: Account[]; more: number } {
  const fits = hasEveryWord(text);
  const found = accounts.filter(({ name, slug }) => fits(name, slug));
  return { shown: found.slice(0, most), more: Math.max(0, found.length - most) };
}
