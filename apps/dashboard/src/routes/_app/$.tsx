import { createFileRoute, redirect } from '@tanstack/react-router';
import { movedPage } from '#/shell/moved-pages.ts';
import { PageNotFound } from '#/shell/page-not-found.tsx';

/** Addresses without a page keep the navigation beside them. */
export const Route = createFileRoute('/_app/$')({
  beforeLoad: ({ location }) => {
    const href = movedPage(location.pathname);
    if (href !== null) throw redirect({ href: `${href}${location.searchStr}`, replace: true });
  },
  component: PageNotFound,
});
