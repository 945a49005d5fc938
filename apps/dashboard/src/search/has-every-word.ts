/** Tells of texts whether every word of a search occurs in them, in whatever order. An empty search is in all. */
export function hasEveryWord(search: string): (...texts: (string | null | undefined)[]) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return (...texts) => {
    const written = texts.join(' ').toLowerCase();
    return words.every((word) => written.includes(word));
  };
}
