const YES = new Set(
  'yes yeah yep yup sure ok okay accept accepted fine gladly absolutely definitely one please connect through take sí si ja oui'.split(
    ' ',
  ),
);
const NO = new Set('no nope not decline declined cannot busy later sorry refuse two unable nein non'.split(' '));
const CONTRACTED_NOT = /n['’]t\b/i;

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
  const said = (words ?? '').toLowerCase();
  const heard = said.match(/[\p{L}\p{M}]+/gu) ?? [];
  // "Sorry, yes" is rarer than "sure, but not now": whoever says no anywhere does not take it.
  if (CONTRACTED_NOT.test(said) || heard.some((word) => NO.has(word))) return false;
  return heard.some((word) => YES.has(word)) ? true : null;
}
