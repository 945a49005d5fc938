import { formatNumber, formatPercent } from '#/format/number.ts';

export const oneDecimal = (value: number): string => formatNumber(value, 1);
export const twoDecimals = (value: number): string => formatNumber(value, 2);
export const percent = (value: number): string => formatPercent(value);
