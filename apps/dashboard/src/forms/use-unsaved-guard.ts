import { useBlocker } from '@tanstack/react-router';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';

/**
 * Asks before unsaved changes are left behind, by a link, the back button or by closing the window.
 * @param loss what would be lost, in a sentence
 */
export function useUnsavedGuard(dirty: boolean, loss: string): void {
  const confirm = useConfirm();
  useBlocker({
    disabled: !dirty,
    enableBeforeUnload: dirty,
    shouldBlockFn: async ({ current, next }) => {
      if (current.pathname === next.pathname) return false;
      const leave = await confirm({
        title: 'Leave without saving?',
        body: loss,
        confirmLabel: 'Discard changes',
        cancelLabel: 'Keep editing',
        danger: true,
      });
      return !leave;
    },
  });
}
