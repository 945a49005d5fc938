import { lazy, Suspense, useSyncExternalStore } from 'react';
import type { ExternalToast } from 'sonner';

const Toasts = lazy(() => import('./toasts.tsx'));

const ready = Promise.withResolvers<void>();
const listeners = new Set<() => void>();
let wanted = false;

/** Most visits see no message: what shows them is loaded with the first one. */
async function show(kind: 'success' | 'error', message: string, options?: ExternalToast): Promise<void> {
  wanted = true;
  for (const listener of listeners) listener();
  const [{ toast: sonner }] = await Promise.all([import('sonner'), ready.promise]);
  sonner[kind](message, options);
}

/** Says something for a moment: `toast.success('The number is saved.')`. */
export const toast = {
  success: (message: string, options?: ExternalToast): void => void show('success', message, options),
  error: (message: string, options?: ExternalToast): void => void show('error', message, options),
};

/** Where messages of a moment appear. Mounted once, by {@link UiProvider}. */
export function Toaster() {
  const isWanted = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => wanted,
  );
  return isWanted ? (
    <Suspense>
      <Toasts onReady={ready.resolve} />
    </Suspense>
  ) : null;
}
