const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** A word with this in it is an address of mail or of the web. */
const ADDRESS = /\w[@.]\w{1,200}\.\w|\w@\w|\w\.(?:com|org|net|io|co)\b/;

/**
 * Rewrites a text so that the synthesiser, which knows plain English sentences, says what a person would: phone numbers
 * digit by digit, addresses of mail and web with their dots, no marks of a text format. '' when nothing can be said.
 */
export function speakable(text: string): string {
  const words = text
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/https?:\/\/(?:www\.)?/gi, '')
    .replace(/\b(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d)\S*)?/g, spokenDate)
    .replace(/\+?\(?\d[\d\s().-]{5,}\d/g, spokenNumber)
    .replace(/(\d)\s?([ap])(?:\.m\.|m\b)/gi, '$1 $2m')
    .replace(/(\d(?: [ap]m)?) ?[-–—] ?(?=\$?\d)/gi, '$1 to ')
    .replace(/[-–—]{2,}|[–—]| - /g, ', ')
    .replace(/\S+/g, (word) => (ADDRESS.test(word) ? spokenAddress(word) : word))
    .replace(/&/g, ' and ')
    .replace(/…/g, '.')
    .normalize('NFKD')
    .replace(/[*_#`>|~<^\\{}[\]]/g, ' ')
    .replace(/[^\x20-\x7e]/g, (mark) => (/\s/.test(mark) ? ' ' : ''))
    .replace(/\s+/g, ' ')
    .replace(/ ([,.;:!?])/g, '$1')
    .trim();
  return /[a-z0-9]/i.test(words) ? words : '';
}

function spokenDate(date: string, _year: string, month: string, day: string, time: string | undefined): string {
  const name = MONTHS[Number(month) - 1];
  return name ? `${name} ${Number(day)}${time ? ` at ${time}` : ''}` : date;
}

/** Seven digits and more are a phone number; they are said one by one in the groups of a US number. */
function spokenNumber(number: string): string {
  const digits = number.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '');
  if (digits.length < 7 || /\d{4}\s+\d{4}\s+\d{4}\s+\d{4}/.test(number)) return number;
  const groups = digits.length === 10 ? [3, 6] : digits.length === 7 ? [3] : [];
  return digits.replace(/(?<=\d)\d/g, (digit, i: number) => (groups.includes(i) ? `, ${digit}` : ` ${digit}`));
}

function spokenAddress(address: string): string {
  const end = /[.,;:!?)]{0,20}$/.exec(address)?.[0] ?? '';
  const body = address.slice(0, address.length - end.length);
  if (/^[\d.,$]+$/.test(body) || /^(?:[a-z]\.)+[a-z]?$/i.test(body)) return address;
  return body.replace(/@/g, ' at ').replace(/\./g, ' dot ').replace(/\//g, ' slash ').replace(/[-_]/g, ' ') + end;
}
