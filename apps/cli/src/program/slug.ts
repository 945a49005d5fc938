/**
 * A name as part of an address or a file's name: `Harbor Plumbing` becomes `harbor-plumbing`. What is no letter or digit
 * becomes hyphens; addresses know those of English alone.
 */
export function slugOf(name: string, alphabet: 'english' | 'any' = 'english'): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = alphabet === 'any' ? plain.split(/[^\p{L}\p{N}]/u) : plain.split(/[^a-z0-9]/);
  return words.filter((word) => word !== '').join('-');
}
