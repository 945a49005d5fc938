import { AGENT } from '@leadlock/launch/demo/scenario';
import { signIn, signUp } from '../src/accounts.ts';
import { expectAccessible } from '../src/expect-accessible.ts';
import { test } from '../src/test.ts';

test('the audit log says who did what, and leads to what is there', async ({ newPage }) => {
  const owner = await signUp();
  await owner.api.patch('/auth/me', { full_name: 'Ana Lopez' });
  const { id } = await owner.api.post<{ id: string }>('/agents', { ...AGENT, name: 'Ava' });
  await owner.api.patch(`/agents/${id}`, { greeting: 'Good morning' });
  const page = await newPage();
  await signIn(page, owner, '/settings/audit-log');
  const changed = page.getByRole('row').filter({ hasText: 'Ana Lopez changed the greeting of the agent Ava' });
  await page.getByRole('row').filter({ hasText: 'Ana Lopez created the agent Ava' }).waitFor();
  await expectAccessible(page);
  await changed.getByRole('link', { name: 'Ava' }).click();
  await page.waitForURL(`**/agents/${id}`);
  await page.getByRole('heading', { name: 'Ava', level: 1 }).waitFor();
});
