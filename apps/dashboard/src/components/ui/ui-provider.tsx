import type { ReactNode } from 'react';
import { ConfirmProvider } from './confirm-dialog.tsx';
import { Toaster } from './toaster.tsx';
import { TooltipProvider } from './tooltip.tsx';

/** What the components need above them: tooltips, questions, toasts. Once, around the pages behind the sign-in. */
export function UiProvider({ children }: { children: ReactNode }) {
  return (
    <TooltipProvider delayDuration={300} skipDelayDuration={200}>
      <ConfirmProvider>{children}</ConfirmProvider>
      <Toaster />
    </TooltipProvider>
  );
}
