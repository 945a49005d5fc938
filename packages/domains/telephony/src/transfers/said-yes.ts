const YES = new Set(
  'yes yeah yep yup sure ok okay accept accepted fine gladly absolutely definitely sí si ja oui'.split(' '),
);
const NO = new Set(
  (
    'no nope not decline declined cannot busy later sorry refuse two unable nein non ' +
    // What the greeting of a machine says that was taken for a person.
    'voicemail mailbox message tone beep unavailable'
  ).split(' '),
);
const CONTRACTED_NOT = /n['’]t\b/;
/** Who says so has nothing against it. */
const NO_OBJECTION = /\b(?:no|not an?) (?:problem|worries|trouble|issue)\b|\bwhy not\b/g;
/** Words that say yes together: by itself "please" opens many a greeting, and "one" is a moment. */
const SPOKEN_YES =
  /^\W*one\W*$|\bput (?:me|us|them|him|her) through\b|\bconnect (?:me|us|them|him|her)\b|\btake (?:it|them|him|her|this|that|the call)\b|\bgo ahead\b/;
/** Nobody says yes in more words; a machine says what it says. */
const MOST_WORDS = 25;
const MOST_LETTERS = 1000;

/** Whether somebody takes a call, by the key they have pressed or the words they have said; null: they did not say. */
export function saidYes({
  Digits: keys,
  SpeechResult: words,
}: {
  Digits?: string;
  SpeechResult?: string;
}): boolean | null {
  if (keys === '1') return true;
  if (keys === '2') return false;
  const said = (words ?? '').slice(0, MOST_LETTERS).toLowerCase().replaceAll(NO_OBJECTION, 'sure');
  const heard = said.match(/[\p{L}\p{M}]+/gu) ?? [];
  // "Sorry, yes" is rarer than "sure, but not now": whoever says no anywhere does not take it.
  if (CONTRACTED_NOT.test(said) || heard.some((word) => NO.has(word))) return false;
  if (heard.length > MOST_WORDS) return null;
  return heard.some((word) => YES.has(word)) || SPOKEN_YES.test(said) ? true : null;
}
