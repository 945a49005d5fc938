import { Link } from '@tanstack/react-router';
import { AuthCard } from './auth-card.tsx';

/** For whoever comes to such a page without the link from the email, or with half of it. */
export function MissingLink() {
  return (
    <AuthCard title="This link is incomplete" footer={<Link to="/sign-in">Go to sign in</Link>}>
      <p className="text-[13px] text-pretty text-muted">
        Open the link from the email again. If your email app splits it across two lines, copy the whole link into the
        address bar.
      </p>
    </AuthCard>
  );
}
