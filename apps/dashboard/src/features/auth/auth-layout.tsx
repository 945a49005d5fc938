import { Outlet } from '@tanstack/react-router';
import { Logo } from '#/brand/logo.tsx';
import { useOutlineEnd } from '#/shell/use-outline-end.ts';

/** The frame of the pages before the sign-in: the brand, one card, nothing else to load. */
export function AuthLayout() {
  useOutlineEnd();
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr_auto] px-4">
      <header className="mx-auto flex w-full max-w-6xl items-center py-5">
        <Logo />
      </header>
      <main className="grid place-items-center py-6">
        <div className="w-full max-w-sm">
          <Outlet />
        </div>
      </main>
      <div aria-hidden="true" className="h-16" />
    </div>
  );
}
