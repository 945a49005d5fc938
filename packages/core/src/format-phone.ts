/** Country codes of one and two digits; all others have three. */
const COUNTRY = '1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]';
const INTERNATIONAL = new RegExp(String.raw`^\+(${COUNTRY}|\d{3})(\d{5,12})$`);

/**
 * A number in E.164 for people: North American ones as "+1 (555) 123-4567", others in groups ("+44 2079 460 958"). What is no
 * E.164 number (a name, "anonymous") comes back as it is.
 */
export function formatPhone(number: string): string {
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  if (american !== null) return `+1 (${american[1]}) ${american[2]}-${american[3]}`;
  const [, code, rest] = INTERNATIONAL.exec(number) ?? [];
  if (code === undefined || rest === undefined) return number;
  // The last groups have three digits, the first one has what remains (at least two).
  const groups = rest.replaceAll(/\B(?=(?:\d{3}){1,5}$)/g, ' ');
  return `+${code} ${groups.replace(/^(\d) (\d{3})/, '$1$2')}`;
}
