import { useBlocker } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useConfirm, type ConfirmRequest } from '#/components/ui/confirm-context.ts';
import { addLeaveGuard } from './leave-guards.ts';

/**
 * Asks before something is left behind, by a link, the back button, another account or by closing the window. `question`
 * is null while there is nothing to lose.
 */
export function useLeaveGuard(question: ConfirmRequest | null): void {
  const confirm = useConfirm();
  useEffect(() => (question === null ? undefined : addLeaveGuard(() => confirm(question))), [question, confirm]);
  useBlocker({
    disabled: question === null,
    enableBeforeUnload: question !== null,
    shouldBlockFn: async ({ current, next }) =>
      question !== null && current.pathname !== next.pathname && !(await confirm(question)),
  });
}
