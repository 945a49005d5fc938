import type { VoicePart } from './call-metadata.ts';
import { voiceLabel } from './voice-label.ts';

/** How the reasons that the gateway gives begin, in words. */
const LOSSES: readonly (readonly [beginning: string, text: string])[] = [
  ['refused', 'refused the connection'],
  ['not_ready', 'took too long to connect'],
  ['connect_timeout', 'took too long to connect'],
  ['silent', 'stopped responding'],
  ['inaudible', 'sent no sound'],
  ['malformed', 'sent invalid data'],
  ['closed', 'closed the connection'],
  ['no answer', 'didn’t answer'],
];

/** What a provider did that lost it the call; a reason that is not known is a lost connection. */
export const lossText = (reason: string): string =>
  LOSSES.find(([beginning]) => reason.startsWith(beginning))?.[1] ?? 'lost the connection';

/** Who held a call, in their order: `xAI, then OpenAI`. A session that was followed by another of the same provider counts once. */
export const heldBy = (voices: readonly VoicePart[]): string =>
  voices
    .map(({ provider }) => voiceLabel(provider))
    .filter((label, index, all) => label !== all[index - 1])
    .join(', then ');
