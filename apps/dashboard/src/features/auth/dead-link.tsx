import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { AuthCard } from './auth-card.tsx';

interface DeadLinkProps {
  title?: string;
  /** Why it no longer works, and how to get another one. */
  children: ReactNode;
  /** The way to another link. */
  action?: ReactNode;
}

/** For a link that was used, revoked, or has expired: said before anything is typed. */
export function DeadLink({ title = 'This link no longer works', children, action }: DeadLinkProps) {
  return (
    <AuthCard title={title} footer={<Link to="/sign-in">Go to sign in</Link>}>
      <p role="alert" className="-mt-4 text-[13px] text-pretty text-muted">
        {children}
      </p>
      {action}
    </AuthCard>
  );
}
