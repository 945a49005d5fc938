const FAREWELLS = new Set(
  (
    'bye goodbye good ok okay alright all right thanks thank you so much very too to have a nice great lovely one day ' +
    'evening night weekend take care see later cheers yes yeah yep perfect and the same for your help uh um hm mhm'
  ).split(' '),
);

/** Whether these are words with which a caller says goodbye too, and not a reason to go on. English. */
export const isFarewell = (text: string): boolean =>
  (text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []).every((word) => FAREWELLS.has(word));
