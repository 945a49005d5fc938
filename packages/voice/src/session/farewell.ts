/** Words of goodbyes, in the languages that callers speak most. What is one word here may not be a reason to go on there. */
const FAREWELLS = new Set(
  `bye goodbye good ok okay alright all right thanks thank you so much very too to have a nice great lovely one day
  evening night weekend take care see later cheers yes ja sí oui yeah yep perfect and the same for your help uh um hm mhm
  tschüss tschüs tschau ciao wiedersehen wiederhören auf schönen schönes tag abend wochenende noch danke dankeschön
  vielen dank ihnen auch ebenso gleichfalls bis dann bald gut servus ade einen
  adiós adios hasta luego pronto mañana chao chau gracias muchas igualmente vale bueno buen buena buenas día tarde
  tardes noche noches
  au revoir merci beaucoup bonne journée soirée bientôt à d'accord salut
  arrivederci grazie mille buona buonasera giornata serata
  tchau até logo obrigado obrigada muito bom dia boa tarde noite
  tot ziens doei dag bedankt dank u wel fijne nog jij hej då tack ha det farvel hejdå
  do widzenia dziękuję
  再见 再見 拜拜 谢谢 謝謝 谢谢你 谢谢您 好的 さようなら ありがとう ありがとうございます ありがとうございました 失礼します では はい
  안녕히 계세요 감사합니다 спасибо до свидания пока شكرا مع السلامة`.split(/\s+/),
);

/** Whether these are words with which a caller says goodbye too, and not a reason to go on. */
export const isFarewell = (text: string): boolean =>
  (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}']+/gu) ?? []
  ).every((word) => FAREWELLS.has(word));
