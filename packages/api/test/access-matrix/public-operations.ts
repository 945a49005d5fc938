/**
 * Operations without a credential that answer although the path names somebody's row, with the reason. Every other
 * public operation must refuse the id of a row alone: a signature, a token or a code has to come with it.
 */
export const OPEN_BY_ID: Readonly<Record<string, string>> = {};
