import { Link } from '@tanstack/react-router';
import { AuthCard } from './auth-card.tsx';

/** For whoever comes to such a page without the link from the email, or with half of it. */
export function MissingLink() {
  return (
    <AuthCard title="This link is not complete" footer={<Link to="/sign-in">Go to sign in</Link>}>
      <p className="text-[13px] text-pretty text-muted">
        Open the link in the email again. If your mail program breaks it over two lines, copy it whole into the address
        bar.
      </p>
    </AuthCard>
  );
}
