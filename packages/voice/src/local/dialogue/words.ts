/** Words that carry no topic. */
const STOP_WORDS = new Set(
  `a an and are am as at be been but by can could did do does for from had has have he her hi hello hey how i if in into is it its
  just know like may me my need of on or our please really she should so some tell that the their them there they this to today
  us want was we what when where which who will with would you your yes no not any about also much many get got give let ok okay
  well near office thank thanks sure say said call calling i'm i'd it's that's we're you're what's`.split(/\s+/),
);

/** Words that mean the same to a caller; the first stands for all. */
const SYNONYMS = [
  'hour hours open opens opened opening close closes closed closing',
  'price prices cost costs costing fee fees charge charges rate rates pricing expensive pay',
  'address location located where street directions find',
  'appointment appointments book booking booked schedule scheduling reserve reservation visit',
  'parking park',
  'emergency emergencies urgent urgently',
  'payment payments card cards cash credit',
  'saturday weekend',
  'sunday weekend',
  'cancel cancels cancelled canceled cancellation cancelling',
  'phone telephone',
  'insurance insured insurances',
];

const canonical = new Map<string, string[]>();
for (const line of SYNONYMS) {
  const [first = '', ...others] = line.split(' ');
  for (const word of [first, ...others]) canonical.set(word, [...(canonical.get(word) ?? []), first]);
}

export const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/[’`]/g, "'")
    .match(/[a-z0-9$%']+/g) ?? [];

/** A word's stem: plural and verb endings off. Rough, but the same on both sides of a comparison. */
const stem = (word: string): string =>
  word.length <= 4
    ? word.replace(/(?<=\w\w)s$/, '')
    : word.replace(/(?:ings?|ed|es|s|ly)$/, '').replace(/(.)\1$/, '$1');

/** The topics of a text, synonyms folded together. `how much` asks for a price and `when` and `where` for what they say. */
export function topicsOf(text: string): Set<string> {
  const topics = new Set<string>();
  if (/\bhow much\b|\$\d/i.test(text)) topics.add('price');
  if (/\bwhere\b/i.test(text)) topics.add('address');
  if (/\bwhat time\b|\b\d+(?::\d\d)? ?[ap]\.?m\b/i.test(text)) topics.add('hour');
  for (const word of wordsOf(text)) {
    const known = canonical.get(word);
    if (known) for (const topic of known) topics.add(topic);
    else if (!STOP_WORDS.has(word)) topics.add(stem(word));
  }
  return topics;
}
