/** What people say about themselves on the phone, read out of a recognizer's text. Everything returns null when absent. */

const DIGIT_WORDS: Record<string, string> = {
  zero: '0',
  oh: '0',
  o: '0',
  one: '1',
  two: '2',
  to: '2',
  too: '2',
  three: '3',
  four: '4',
  for: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
};
const NUMBER_WORD = /^(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)$/;
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = 'january february march april may june july august september october november december'.split(' ');
/** The index is the number, with twelve in place of zero. */
export const HOUR_WORDS = 'twelve one two three four five six seven eight nine ten eleven'.split(' ');
const MINUTE_WORDS: Record<string, number> = { fifteen: 15, thirty: 30, 'forty-five': 45, 'forty five': 45 };

const NOT_A_NAME =
  /^(?:calling|looking|interested|trying|wondering|having|going|sorry|not|just|a|an|the|here|in|on|at|from|about|fine|good|sure|very|so|what|when|your|my)$/i;

/** A phone number of 7 to 15 digits, said as digits or as words ("five five five, oh one four two"). */
export function phoneNumberIn(text: string): string | null {
  const words =
    text
      .toLowerCase()
      .replace(/\bdouble (\w+)/g, '$1 $1')
      .match(/[a-z]+|\d+|\+/g) ?? [];
  let run = '';
  let best = '';
  words.forEach((word, i) => {
    // "to" and "for" are digits only between digits.
    const between = NUMBER_WORD.test(words[i - 1] ?? '') && NUMBER_WORD.test(words[i + 1] ?? '');
    const spoken = NUMBER_WORD.test(word) || (between && word in DIGIT_WORDS) ? DIGIT_WORDS[word] : undefined;
    const digits = /^\d+$/.test(word) ? word : spoken;
    if (digits !== undefined) run += digits;
    else if (word !== 'and') run = word === '+' ? '+' : '';
    if (run.replace('+', '').length > best.replace('+', '').length) best = run;
  });
  const length = best.replace('+', '').length;
  return length >= 7 && length <= 15 ? best : null;
}

/** The text without its phone numbers, whose digits would else pass for times. */
export const withoutPhoneNumbers = (text: string): string =>
  text.replace(
    /\+?\(?\d[\d\s().-]{5,}\d|(?:\b(?:\d|zero|oh|one|two|three|four|five|six|seven|eight|nine|double)\b[\s,-]*){4,}/gi,
    ' ',
  );

/** A name after "my name is", "this is", "I'm"; with `asked`, also a short answer that is nothing but the name. */
export function nameIn(text: string, asked: boolean): string | null {
  const said =
    /\b(?:(?:my|the) (?:full )?name(?:'s| is)|this is|i am|i'm|name:)\s+((?:[A-Za-z][\w'’-]*)(?:\s+(?!and\b|i\b|from\b|my\b|calling\b|here\b)[A-Za-z][\w'’-]*){0,2})/i.exec(
      text,
    )?.[1];
  const bare =
    asked && !said
      ? /^\W{0,20}(?:(?:yes|sure|okay|it's|it is|its)\W{1,20}){0,6}([A-Za-z][\w'’-]{0,60}(?:\s{1,20}[A-Za-z][\w'’-]{0,60}){0,2})\W{0,20}$/i.exec(
          text,
        )?.[1]
      : undefined;
  const name = said ?? bare;
  if (!name || NOT_A_NAME.test(name.split(/\s+/)[0] ?? '')) return null;
  return name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

export interface SpokenTime {
  /** The caller's own words, to say back. */
  phrase: string;
  /** YYYY-MM-DD, when a day was named. */
  date: string | null;
  /** HH:MM, when an hour was named. */
  time: string | null;
}

/** A day, a time of day or both; days are counted from `now` in UTC. */
export function timeIn(text: string, now: Date): SpokenTime | null {
  const day = dayIn(text, now);
  const clock = clockIn(text);
  if (!day && !clock) return null;
  const time = clock?.time ?? null;
  return { phrase: [day?.phrase, clock?.phrase].filter(Boolean).join(' '), date: day?.date ?? null, time };
}

function dayIn(text: string, now: Date): { phrase: string; date: string } | null {
  const iso = (days: number): string => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const relative = /\b(?:the )?day after tomorrow\b|\btomorrow\b|\btoday\b|\btonight\b/i.exec(text)?.[0];
  if (relative)
    return {
      phrase: relative.toLowerCase(),
      date: iso(/after/i.test(relative) ? 2 : /tomorrow/i.test(relative) ? 1 : 0),
    };
  const weekday = new RegExp(`\\b(?:(?:on|next|this|coming),? )*(${DAYS.join('|')})`, 'i').exec(text);
  if (weekday?.[1]) {
    const ahead = (DAYS.indexOf(weekday[1].toLowerCase()) - now.getUTCDay() + 7) % 7 || 7;
    return { phrase: weekdayPhrase(weekday[0]), date: iso(ahead) };
  }
  const dated = new RegExp(`\\b(?:on )?(${MONTHS.join('|')}) (?:the )?(\\d{1,2})(?:st|nd|rd|th)?\\b`, 'i').exec(text);
  if (!dated?.[1] || !dated[2]) return null;
  const year = now.getUTCFullYear();
  const inYear = (y: number) => new Date(Date.UTC(y, MONTHS.indexOf(dated[1]?.toLowerCase() ?? ''), Number(dated[2])));
  const date = inYear(inYear(year).getTime() < now.getTime() - 86_400_000 ? year + 1 : year);
  return { phrase: dated[0], date: date.toISOString().slice(0, 10) };
}

/** "Next tuesday" is said back as "next Tuesday", "Tuesday" as "on Tuesday". */
function weekdayPhrase(said: string): string {
  const words = said.toLowerCase().replace(/,/g, '').split(' ');
  const day = (words.pop() ?? '').replace(/^./, (letter) => letter.toUpperCase());
  return [...(words.length > 0 ? words : ['on']), day].join(' ');
}

function clockIn(text: string): { phrase: string; time: string | null } | null {
  if (/\bnoon\b|\bmidday\b/i.test(text)) return { phrase: 'at noon', time: '12:00' };
  const hour = `\\d{1,2}|${HOUR_WORDS.join('|')}`;
  const minute = `:?[0-5]\\d|${Object.keys(MINUTE_WORDS).join('|')}`;
  const part = 'in the morning|in the afternoon|in the evening|morning|afternoon|evening';
  const found = new RegExp(
    `\\b(at |around |about |by )?(half past )?(${hour})(?:[ :-]?(${minute}))?(?: ?(o'?clock))?(?: ?([ap])\\.?m\\b)?(?: (${part}))?`,
    'gi',
  );
  for (const [whole, at, half, hourWord = '', minuteWord, oclock, meridiem, partOfDay] of text.matchAll(found)) {
    if (!at && !half && !oclock && !meridiem && !partOfDay && !(minuteWord && !/^\d\d$/.test(minuteWord))) continue;
    const spoken = HOUR_WORDS.indexOf(hourWord.toLowerCase());
    const base = spoken >= 0 ? spoken || 12 : Number(hourWord);
    if (base > 24) continue;
    const minutes = half
      ? 30
      : minuteWord
        ? (MINUTE_WORDS[minuteWord.toLowerCase()] ?? Number(minuteWord.replace(':', '')))
        : 0;
    const evening = meridiem ? /p/i.test(meridiem) : partOfDay ? /after|even/i.test(partOfDay) : base < 7;
    const hours = base >= 12 ? (base === 12 && meridiem && !evening ? 0 : base % 24) : base + (evening ? 12 : 0);
    const phrase = whole.replace(/[\s.]{1,20}$/, '').toLowerCase();
    return {
      phrase: at ? phrase : `at ${phrase}`,
      time: `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`,
    };
  }
  const period = /\b(?:in the )?(morning|afternoon|evening)\b/i.exec(text)?.[1];
  return period ? { phrase: `in the ${period.toLowerCase()}`, time: null } : null;
}

export const saysYes = (text: string): boolean =>
  /\b(?:yes|yeah|yep|yup|correct|right|sure|exactly|of course|absolutely|perfect|sounds good|okay|ok|please do)\b/i.test(
    text,
  ) && !saysNo(text);

export const saysNo = (text: string): boolean =>
  /^\W*(?:no|nope|nah|not)\b|\b(?:wrong|incorrect|not right|not correct)\b/i.test(text);

/** The other side is done: a goodbye, or nothing else needed. */
export const saysGoodbye = (text: string): boolean =>
  /\b(?:good ?-?bye?|bye|have a (?:nice|good|great|lovely) (?:day|one|evening|weekend)|hang up|talk to you later)\b/i.test(
    text,
  ) ||
  /\b(?:that'?s|that is|that will be|that'll be|that was) (?:all|it|everything)\b|\bnothing else\b|\ball (?:set|good)\b/i.test(
    text,
  );
