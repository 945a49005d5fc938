import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import { Toaster as Sonner } from 'sonner';
// Sonner also puts these rules into the page by script, which a strict content security policy refuses.
import 'sonner/dist/styles.css';
import { useEffect } from 'react';
import { useIsNarrow } from '#/components/use-media-query.ts';
import { Spinner } from './spinner.tsx';

interface ToastsProps {
  /** Called once messages can be shown. */
  onReady: () => void;
}

/** Reached through toaster.tsx alone, which loads it when the first message comes. */
export default function Toasts({ onReady }: ToastsProps) {
  // Where they cover no buttons: those of dialogs and forms are at the bottom of phones, and at the right elsewhere.
  const narrow = useIsNarrow();
  // Runs after Sonner's own effects: from then on it hears.
  useEffect(onReady, [onReady]);
  return (
    <Sonner
      position={narrow ? 'top-center' : 'bottom-center'}
      gap={8}
      icons={{
        success: <CircleCheck className="size-4 text-success" />,
        error: <CircleAlert className="size-4 text-danger" />,
        warning: <TriangleAlert className="size-4 text-warning" />,
        info: <Info className="size-4 text-info" />,
        loading: <Spinner className="text-muted" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            // Sonner's own motion takes 400 ms.
            'flex w-full items-start gap-2.5 rounded-lg border border-line bg-raised px-3.5 py-3 font-sans text-[13px] text-ink shadow-raised duration-150! sm:w-[22rem]',
          content: 'min-w-0 flex-1',
          title: 'font-medium',
          description: 'text-muted',
          icon: 'grid h-5 shrink-0 place-items-center',
          loader: 'static!',
          actionButton:
            'h-7 shrink-0 rounded-md border border-line-strong px-2.5 text-xs font-medium hover:bg-hover max-sm:h-11',
          cancelButton: 'h-7 shrink-0 rounded-md px-2.5 text-xs text-muted hover:bg-hover max-sm:h-11',
        },
      }}
    />
  );
}
