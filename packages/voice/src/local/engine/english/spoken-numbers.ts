const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'zero ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const SCALES: readonly (readonly [number, string])[] = [
  [1e9, 'billion'],
  [1e6, 'million'],
  [1e3, 'thousand'],
  [100, 'hundred'],
];
const ORDINALS = new Map(
  'one first,two second,three third,five fifth,eight eighth,nine ninth,twelve twelfth'
    .split(',')
    .map((pair) => pair.split(' ') as [string, string]),
);
const CURRENCIES = new Map([
  ['$', ['dollar', 'cent']],
  ['£', ['pound', 'penny']],
  ['€', ['euro', 'cent']],
]);
/** What is longer is no number to be read but a code. */
const MAX_DIGITS = 12;

const onesOf = (value: number): string => ONES[value] ?? '';

/** A whole number up to twelve digits, in words. */
function inWords(value: number): string {
  if (value < 20) return onesOf(value);
  if (value < 100) return `${TENS[Math.floor(value / 10)]}${value % 10 ? ` ${onesOf(value % 10)}` : ''}`;
  const [scale, name] = SCALES.find(([scale]) => value >= scale) ?? [100, 'hundred'];
  const rest = value % scale;
  return `${inWords(Math.floor(value / scale))} ${name}${rest ? ` ${inWords(rest)}` : ''}`;
}

const oneByOne = (digits: string): string =>
  digits
    .split('')
    .map((digit) => onesOf(Number(digit)))
    .join(' ');

/** 1998 and 2026 are read in halves. */
function yearInWords(value: number): string {
  const [first, last] = [Math.floor(value / 100), value % 100];
  if (value % 1000 < 10) return inWords(value);
  return `${inWords(first)} ${last === 0 ? 'hundred' : last < 10 ? `oh ${onesOf(last)}` : inWords(last)}`;
}

function ordinalOf(value: number): string {
  const words = inWords(value).split(' ');
  const last = words.pop() ?? '';
  return [...words, ORDINALS.get(last) ?? `${last.replace(/y$/, 'ie')}th`].join(' ');
}

function wholeInWords(digits: string): string {
  const plain = digits.replaceAll(',', '');
  if (plain.length > MAX_DIGITS || (plain.length > 1 && plain.startsWith('0'))) return oneByOne(plain);
  const value = Number(plain);
  return value >= 1100 && value < 2100 && !digits.includes(',') ? yearInWords(value) : inWords(value);
}

function moneyInWords(symbol: string, whole: string, decimals: string): string {
  const [unit = '', part = ''] = CURRENCIES.get(symbol) ?? [];
  const amount = Number(whole.replaceAll(',', '').slice(0, MAX_DIGITS));
  const small = decimals.length === 2 ? Number(decimals) : 0;
  const point = decimals !== '' && decimals.length !== 2 ? ` point ${oneByOne(decimals)}` : '';
  const units = `${inWords(amount)}${point} ${amount === 1 && point === '' ? unit : `${unit}s`}`;
  if (small === 0) return units;
  const parts = `${inWords(small)} ${small === 1 ? part : part === 'penny' ? 'pence' : `${part}s`}`;
  return amount === 0 ? parts : `${units} ${parts}`;
}

function timeInWords(hours: string, minutes: string): string {
  const hour = inWords(Number(hours));
  if (minutes === '00') return hour;
  return `${hour} ${minutes.startsWith('0') ? `oh ${onesOf(Number(minutes))}` : inWords(Number(minutes))}`;
}

/** Writes the numbers of a text as an American reads them: amounts of money, times, ordinals, shares, years, decimals. */
export function spokenNumbers(text: string): string {
  return text
    .replace(
      /([$£€])(\d[\d,]*)(?:\.(\d+))?/g,
      (_, symbol: string, whole: string, decimals?: string) => ` ${moneyInWords(symbol, whole, decimals ?? '')} `,
    )
    .replace(/\b(\d{1,2}):(\d\d)\b/g, (_, hours: string, minutes: string) => ` ${timeInWords(hours, minutes)} `)
    .replace(/\b(\d{1,6})(?:st|nd|rd|th)\b/gi, (_, digits: string) => ` ${ordinalOf(Number(digits))} `)
    .replace(/(\d)%/g, '$1 percent')
    .replace(/(\d)\.(\d+)/g, (_, digit: string, decimals: string) => `${digit} point ${oneByOne(decimals)}`)
    .replace(/\d(?:[\d,]*\d)?/g, (digits) => ` ${wholeInWords(digits)} `);
}
