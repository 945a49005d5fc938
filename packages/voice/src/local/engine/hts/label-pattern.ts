/** Whether a label is of the kind that a question asks about. */
export type LabelPattern = (label: string) => boolean;

/**
 * Compiles a pattern of a voice file, where `*` stands for any text and `?` for one character. Nearly all are `*literal*`.
 * Takes time in proportion to the label: each piece is looked for once, from where the one before ended.
 */
export function labelPattern(pattern: string): LabelPattern {
  const pieces = pattern.split('*');
  const [first = '', ...others] = pieces;
  const last = others.pop();
  if (last === undefined) return (label) => label.length === first.length && standsAt(label, first, 0);
  return (label) => {
    if (!standsAt(label, first, 0)) return false;
    let from = first.length;
    for (const piece of others) {
      const at = find(label, piece, from);
      if (at < 0) return false;
      from = at + piece.length;
    }
    return label.length - last.length >= from && standsAt(label, last, label.length - last.length);
  };
}

function find(label: string, piece: string, from: number): number {
  if (!piece.includes('?')) return label.indexOf(piece, from);
  for (let at = from; at + piece.length <= label.length; at++) if (standsAt(label, piece, at)) return at;
  return -1;
}

function standsAt(label: string, piece: string, at: number): boolean {
  if (at + piece.length > label.length) return false;
  for (let i = 0; i < piece.length; i++) if (piece[i] !== '?' && piece[i] !== label[at + i]) return false;
  return true;
}
