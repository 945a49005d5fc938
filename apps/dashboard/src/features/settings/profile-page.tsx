import { Page } from '#/components/ui/page.tsx';
import { EmailForm } from './email-form.tsx';
import { PasswordForm } from './password-form.tsx';
import { ProfileForm } from './profile-form.tsx';
import { Sessions } from './sessions.tsx';

/** What belongs to the person who is signed in, whatever account they work in. */
export function ProfilePage() {
  return (
    <Page title="Profile" width="narrow">
      <div>
        <ProfileForm />
        <EmailForm />
        <PasswordForm />
        <Sessions />
      </div>
    </Page>
  );
}
