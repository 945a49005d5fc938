import type { ReactNode } from 'react';
import { ConfirmProvider } from './confirm-dialog.tsx';
import { SiteNameContext } from './page.tsx';
import { Toaster } from './toaster.tsx';
import { TooltipProvider } from './tooltip.tsx';

interface UiProviderProps {
  /** The product's or the agency's name, for the window's title. */
  siteName?: string;
  children: ReactNode;
}

/** What the components need above them: tooltips, questions, toasts. Once, around the whole app. */
export function UiProvider({ siteName = 'Leadlock', children }: UiProviderProps) {
  return (
    <SiteNameContext value={siteName}>
      <TooltipProvider delayDuration={300} skipDelayDuration={200}>
        <ConfirmProvider>{children}</ConfirmProvider>
        <Toaster />
      </TooltipProvider>
    </SiteNameContext>
  );
}
