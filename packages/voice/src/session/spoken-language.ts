/** Short words that English texts are full of and other languages are not, and the other way round. */
const ENGLISH = wordsOf(`
  the and you your are how can may help this what our it that with will would hello hi thank thanks please calling good
  today yes sorry from here for i'm it's let like there about just goodbye when where which have has been should could`);
const OTHER = wordsOf(`
  der die das und ist sie ich wie kann ihnen mit für hallo guten tag nicht ein eine einen zu von bitte danke ja wir uns
  mein dem den auf du bist im sind
  el la los las de que y en un una por para con es usted gracias hola buenos buenas puedo su le soy del se sí
  les des et est vous je bonjour merci pour avec une dans qui oui nous votre au du sur suis ce il
  di che e è per sono buongiorno ciao grazie posso come della mi lei
  o os você obrigado obrigada olá bom dia não uma seu sou em
  het een van ik u hoe kan goedemorgen voor bedankt niet bij wat
  dzień dobry czym jest nie tak się jak na
  och jag är det som på hej hur vi og jeg
  merhaba nasıl bir ve bu size`);

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** How much of a text is looked at: more does not tell more. */
const SAMPLE_LENGTH = 2000;

/** Whether a text is English; null when it does not tell. */
export function isEnglish(text: string): boolean | null {
  let balance = 0;
  for (const word of text
    .slice(0, SAMPLE_LENGTH)
    .toLowerCase()
    .match(/[\p{L}\p{M}']+/gu) ?? []) {
    if (ENGLISH.has(word)) balance++;
    else if (OTHER.has(word) || /[^a-z']/.test(word)) balance--;
  }
  return balance === 0 ? null : balance > 0;
}
