import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { Button } from '#/components/ui/button.tsx';
import { useDocumentTitle } from '#/components/ui/page.tsx';
import { useOutlineEnd } from './use-outline-end.ts';

export function PageNotFound() {
  useOutlineEnd();
  useDocumentTitle('Page not found');
  return (
    <div className="grid content-start justify-items-center gap-1 px-4 pt-24 text-center">
      <div className="mb-2 grid size-10 place-items-center rounded-lg border bg-surface text-muted">
        <Compass className="size-5" aria-hidden="true" />
      </div>
      <h1 className="text-sm font-semibold">Page not found</h1>
      <p className="text-[13px] text-balance text-muted">It may have been removed. Check the URL.</p>
      <Button asChild className="mt-3">
        <Link to="/">Go to Home</Link>
      </Button>
    </div>
  );
}
