/** The languages that ElevenLabs' agents speak and understand, as its protocol names them (seen 22 August 2026). */
const LANGUAGES = new Set(
  (
    'en ja zh de hi fr ko pt pt-br it es id nl tr pl sv bg ro ar cs el fi ms da ta uk ru hu hr sk no vi tl af hy as az be ' +
    'bn bs ca et gl ka gu ha he is ga jv kn kk ky lv lt lb mk ml mr ne ps fa pa sr sd sl so sw te th ur cy'
  ).split(' '),
);

/** Other codes of languages that it knows by one. */
const SAME: Readonly<Record<string, string>> = { nb: 'no', nn: 'no', fil: 'tl', iw: 'he', in: 'id', cmn: 'zh' };

/** ElevenLabs' name for a language that is given as BCP-47; null for one that it does not speak. */
export function vendorLanguage(code: string): string | null {
  const whole = code.toLowerCase();
  if (LANGUAGES.has(whole)) return whole;
  const primary = whole.split('-')[0] ?? '';
  const language = SAME[primary] ?? primary;
  return LANGUAGES.has(language) ? language : null;
}
