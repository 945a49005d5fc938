import type { ConfirmRequest } from '#/components/ui/confirm-context.ts';
import type { Outputs } from '#/api/trpc.ts';
import { placeholdersIn } from './placeholders.ts';

type SpokenTexts = Pick<Outputs['agents']['get'], 'greeting' | 'greeting_outbound' | 'system_prompt'>;

/** So many blanks are quoted. */
const QUOTED = 3;

/** What callers may hear that a template left to fill in. */
export const unfilledBlanks = ({ greeting, greeting_outbound, system_prompt }: Partial<SpokenTexts>): string[] =>
  [greeting, greeting_outbound, system_prompt].flatMap((text) => placeholdersIn(text ?? ''));

/** The first of them, and how many more there are. */
export function quoteBlanks(blanks: readonly string[]): string {
  const more = blanks.length - QUOTED;
  return blanks.slice(0, QUOTED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Asks before callers can hear them. */
export const blanksQuestion = (blanks: readonly string[], confirmLabel: string): ConfirmRequest => ({
  title: 'Leave the blanks unfilled?',
  body: `Callers may hear them: ${quoteBlanks(blanks)}.`,
  confirmLabel,
  cancelLabel: 'Fill them in',
  danger: true,
});
