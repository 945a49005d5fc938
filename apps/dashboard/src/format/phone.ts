import { formatPhone as formatNumber } from '@leadlock/core/format-phone';

/** A number in E.164 for people: "+1 (555) 123-4567". Nothing → "—". */
export const formatPhone = (number: string | null | undefined): string => (number ? formatNumber(number) : '—');

/** A text in which numbers are in E.164, for people. */
export const withReadablePhones = (text: string): string =>
  text.replaceAll(/\+\d{8,15}/g, (number) => formatPhone(number));
