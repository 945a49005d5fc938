/** A text in pieces of a few words, as models write it. */
export function deltasOf(text: string): string[] {
  const words = text.match(/\S+\s*|\s+/g) ?? [];
  const pieces: string[] = [];
  for (let at = 0; at < words.length; at += 3) pieces.push(words.slice(at, at + 3).join(''));
  return pieces;
}
