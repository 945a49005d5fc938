import { useMutation } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { FormSection } from '#/components/ui/form.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { endSession } from '#/session/session.ts';

/** For whoever has lost a phone, or left a computer signed in. */
export function Sessions() {
  const confirm = useConfirm();
  const logoutAll = useMutation(
    trpc.auth.logoutAll.mutationOptions({
      onSuccess: endSession,
      onError: (error) => toast.error(toApiError(error).message),
    }),
  );
  async function askFirst(): Promise<void> {
    const sure = await confirm({
      title: 'Sign out everywhere?',
      body: 'You’ll be signed out of every browser and command line, including this one. API keys keep working.',
      confirmLabel: 'Sign out everywhere',
      danger: true,
    });
    if (sure) logoutAll.mutate();
  }
  return (
    <FormSection title="Sessions" description="Lost a phone or left a computer signed in?">
      <div>
        <Button loading={logoutAll.isPending} onClick={() => void askFirst()}>
          <LogOut />
          Sign out everywhere
        </Button>
      </div>
    </FormSection>
  );
}
