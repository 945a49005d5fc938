/**
 * A word as a shell would read it, from how it is typed: `"Front de` and `Front\ de` are the same. Nothing in it is
 * evaluated: `$HOME` stays as it is.
 */
export function unquoted(typed: string): string {
  let read = '';
  let quote = '';
  for (let at = 0; at < typed.length; at++) {
    const character = typed[at] ?? '';
    const next = typed[at + 1] ?? '';
    if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === '\\' && (quote === '' || (quote === '"' && '"\\$`'.includes(next)))) {
      read += next;
      at += 1;
    } else read += character;
  }
  return read;
}
