import { createFileRoute } from '@tanstack/react-router';
import { PageNotFound } from '#/shell/page-not-found.tsx';

/** Addresses without a page keep the way around beside them. */
export const Route = createFileRoute('/_app/$')({ component: PageNotFound });
