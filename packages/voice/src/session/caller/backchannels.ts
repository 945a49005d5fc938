/**
 * What listeners say to show that they follow, in the languages that callers speak most. A word that also opens a protest
 * or a question is not among them.
 */
const BACKCHANNELS = `
  uh huh uhhuh uhuh mm hmm mmhmm mhm mhmm hmm hm mm mmm ah aha ahh oh ohh ooh uh um er erm wow
  yeah yea yep yup yes right okay ok kay alright all sure gotcha cool great nice good perfect fine true exactly absolutely
  indeed definitely understood really interesting
  ja jo jap genau richtig klar gut schön stimmt verstehe verstanden sicher aha ach achso okay alles super prima
  sí si claro vale ajá ya bueno bien perfecto exacto entiendo correcto cierto
  oui ouais d'accord ah voilà exact exactement parfait compris
  certo esatto giusto capito già perfetto ecco
  sim claro pois certo tá entendi isso
  klopt precies juist goed inderdaad oké prima begrepen
  jaha precis okej tak rozumiem jasne dobrze
  はい ええ うん そうですね なるほど 嗯 对 對 是的 好 好的 네 예 응 그래요 да ага угу понятно хорошо نعم أيوه हाँ जी`;
/** Of several words that mean something else each by itself. */
const PHRASES = `i see,i understand,of course,got it,go on,that makes sense,makes sense,that's right,that's true,that's good,
  no problem,ach so,ich verstehe,alles klar,ya veo,por supuesto,de acuerdo,ah bon,bien sûr,je vois,va bene,ho capito,tá bom`;

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('’', "'")
    .match(/[\p{L}\p{M}\p{N}']+/gu) ?? [];

const KNOWN = new Set(wordsOf(BACKCHANNELS));
const KNOWN_PHRASES = PHRASES.split(',').map((phrase) => wordsOf(phrase));
/** Nobody agrees in more words than these. */
const MOST_WORDS = 5;
const MOST_LETTERS = 200;

/**
 * Whether a caller who says this while the agent speaks only shows that they listen.
 * @param own further words and phrases of which an agent knows that its callers mean no more by them
 */
export function isBackchannel(text: string, own: readonly string[] = []): boolean {
  if (text.length > MOST_LETTERS) return false;
  const words = wordsOf(text);
  if (words.length === 0 || words.length > MOST_WORDS) return false;
  const phrases = [...own.map((phrase) => wordsOf(phrase)), ...KNOWN_PHRASES];
  for (let at = 0; at < words.length;) {
    const phrase = phrases.find((one) => one.length > 0 && one.every((word, index) => words[at + index] === word));
    if (!phrase && !isAgreement(words[at] ?? '')) return false;
    at += phrase?.length ?? 1;
  }
  return true;
}

/** A hum has as many letters as its transcriber likes. */
const isAgreement = (word: string): boolean => KNOWN.has(word) || /^(?:[mh]+|u+h+|a+h+|o+h+)$/.test(word);
