import { Outlet } from '@tanstack/react-router';
import { Logo } from '#/brand/logo.tsx';
import { useOutlineEnd } from '#/shell/use-outline-end.ts';
import { ProductGlimpse } from './product-glimpse.tsx';

/** The frame of the pages before the sign-in: the brand, one card, and on large screens what the product does. */
export function AuthLayout() {
  useOutlineEnd();
  return (
    <div className="grid min-h-dvh lg:grid-cols-2">
      <div className="grid grid-rows-[auto_1fr_auto] px-4 sm:px-8">
        <header className="flex items-center py-5">
          <Logo />
        </header>
        <main className="grid place-items-center py-6">
          <div className="w-full max-w-sm">
            <Outlet />
          </div>
        </main>
        <div aria-hidden="true" className="h-16" />
      </div>
      <ProductGlimpse />
    </div>
  );
}
