import { endReasonText as sentence } from '@leadlock/core/call-end-reasons';

/** Why a call ended, in the words of the dashboard, as part of a list. Nothing for a call that runs. */
export function endReasonText(reason: string | null | undefined, direction: string): string | null {
  const text = sentence(reason, direction);
  return text === null ? null : `${text.charAt(0).toLowerCase()}${text.slice(1).replace(/\.$/, '')}`;
}
