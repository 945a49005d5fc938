import { useMemo } from 'react';
import { useLeaveGuard } from '#/shell/use-leave-guard.ts';

/**
 * Asks before unsaved changes are left behind, by a link, the back button, another account or by closing the window.
 * @param loss what would be lost, in a sentence
 */
export function useUnsavedGuard(dirty: boolean, loss: string): void {
  const question = useMemo(
    () => ({
      title: 'Leave without saving?',
      body: loss,
      confirmLabel: 'Discard changes',
      cancelLabel: 'Keep editing',
      danger: true,
    }),
    [loss],
  );
  useLeaveGuard(dirty ? question : null);
}
