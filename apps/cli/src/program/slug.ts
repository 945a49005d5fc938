/** A name as part of an address or a file's name: `Harbor Plumbing` becomes `harbor-plumbing`. `others` become hyphens. */
export const slugOf = (name: string, others = /[^a-z0-9]+/g): string =>
  name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(others, '-').replace(/^-|-$/g, '');
