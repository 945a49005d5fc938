/** The characters of GSM 03.38; those of the second set take two places. */
const GSM =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const GSM_EXTENDED = '^{}\\[~]|€\f';

/** How many text messages a body is sent as, and billed as. */
export function segmentCount(body: string): number {
  const characters = Array.from(body);
  const gsm = characters.every((one) => GSM.includes(one) || GSM_EXTENDED.includes(one));
  const length = gsm ? characters.reduce((sum, one) => sum + (GSM_EXTENDED.includes(one) ? 2 : 1), 0) : body.length;
  const [single, several] = gsm ? [160, 153] : [70, 67];
  return length <= single ? 1 : Math.ceil(length / several);
}
