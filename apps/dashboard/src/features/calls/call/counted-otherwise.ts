import { formatDuration } from '#/format/duration.ts';
import type { CallMetadata } from '../call-metadata.ts';

/** What the carrier counts beside what was billed. */
export const countedOtherwise = (difference: NonNullable<CallMetadata['billing_difference']>): string =>
  `${formatDuration(difference.carrier_seconds)} (billed: ${formatDuration(difference.billed_seconds)})`;
