/** Kinds of texts that an upcharge can be set for. */
export const TEXT_KINDS = [
  { id: 'sms', name: 'SMS' },
  { id: 'mms', name: 'MMS' },
];

/** A kind of text in words; one that is not known is shown as it is. */
export const textKindLabel = (kind: string): string => TEXT_KINDS.find(({ id }) => id === kind)?.name ?? kind;
