const MAX_LENGTH = 63;

/** A slug made of a name: "Kettle & Crané" → "kettle-crane". Empty where the name has no letters or digits of use. */
export const suggestSlug = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f’']/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replaceAll(/^-|-$/g, '');
