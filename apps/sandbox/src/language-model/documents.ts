/** How clients mark what they hand over to be read. */
const MARKS = ['data', 'document', 'context'];

/** The first block at or after a place, with what stands before and behind it. */
function nextBlock(text: string, from: number): { start: number; end: number; inside: string } | null {
  const lower = text.toLowerCase();
  let found: { start: number; end: number; inside: string } | null = null;
  for (const mark of MARKS) {
    const start = lower.indexOf(`<${mark}`, from);
    const open = start < 0 ? -1 : lower.indexOf('>', start);
    const close = open < 0 ? -1 : lower.indexOf(`</${mark}>`, open);
    if (close < 0 || (found && found.start < start)) continue;
    found = { start, end: close + mark.length + 3, inside: text.slice(open + 1, close).trim() };
  }
  return found;
}

/** Takes the marked blocks out of a text: what is said, and what is handed over with it. */
export function withoutDocuments(text: string): { said: string; documents: string[] } {
  const documents: string[] = [];
  let said = '';
  let from = 0;
  for (let block = nextBlock(text, from); block; block = nextBlock(text, from)) {
    said += text.slice(from, block.start);
    documents.push(block.inside);
    from = block.end;
  }
  return { said: (said + text.slice(from)).trim(), documents };
}
