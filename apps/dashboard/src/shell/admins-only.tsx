import { LockKeyhole } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { useAccount } from '#/session/account.ts';

interface AdminsOnlyProps {
  /** The page's, for whoever may not see it. */
  title: string;
  children: ReactNode;
}

/** Stands for a page that a member came to by its address. */
export function AdminsOnly({ title, children }: AdminsOnlyProps) {
  const { isAdmin } = useAccount();
  if (isAdmin) return children;
  return (
    <Page title={title}>
      <EmptyState icon={<LockKeyhole />} title="Owners and admins only" text="Ask an owner or admin for access." />
    </Page>
  );
}
