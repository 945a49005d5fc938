import { useBlocker } from '@tanstack/react-router';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';

/** Asks before unsaved changes are left behind, by a link, the back button or by closing the window. */
export function useLeaveGuard(dirty: boolean): void {
  const confirm = useConfirm();
  useBlocker({
    disabled: !dirty,
    enableBeforeUnload: dirty,
    shouldBlockFn: async ({ current, next }) => {
      if (current.pathname === next.pathname) return false;
      const leave = await confirm({
        title: 'Leave without saving?',
        body: 'Your changes to this agent are not saved yet and would be lost.',
        confirmLabel: 'Discard changes',
        cancelLabel: 'Keep editing',
        danger: true,
      });
      return !leave;
    },
  });
}
