/**
 * What the api or a schema says is wrong, as a sentence of its own. The api words it to follow a field's name, and writes
 * no period after a short message: "must be a date" is "Must be a date."
 */
export function asSentence(message: string): string {
  const text = message.trim().replace(/^Input should (?=be\b|have\b|contain\b|match\b)/, 'Must ');
  if (text === '') return text;
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…:]["”’)]?$/.test(sentence) ? sentence : `${sentence}.`;
}
