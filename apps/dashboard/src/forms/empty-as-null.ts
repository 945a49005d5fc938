/** For `register` of a text that need not be there: what was left empty is sent as nothing. */
export const emptyAsNull = {
  setValueAs: (value: string | null | undefined): string | null => value?.trim() || null,
};
