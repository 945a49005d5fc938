import type { ReactNode } from 'react';
import { useDocumentTitle } from '#/components/ui/page.tsx';

interface AuthCardProps {
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** Below the card: the way to the neighboring page. */
  footer?: ReactNode;
}

export function AuthCard({ title, description, children, footer }: AuthCardProps) {
  useDocumentTitle(title);
  return (
    <div className="grid gap-5">
      <div className="grid gap-6 rounded-xl border bg-surface p-6 sm:p-8">
        <div className="grid gap-1.5">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          {description !== undefined && <p className="text-[13px] text-pretty text-muted">{description}</p>}
        </div>
        {children}
      </div>
      {footer !== undefined && (
        <div className="text-center text-[13px] text-muted [&_a]:rounded-sm [&_a]:px-0.5 [&_a]:font-medium [&_a]:text-brand-text [&_a]:underline-offset-4 hover:[&_a]:underline max-sm:[&_a]:inline-block max-sm:[&_a]:py-3">
          {footer}
        </div>
      )}
    </div>
  );
}
