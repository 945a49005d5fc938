import { AGENT, BUSINESS } from '@leadlock/launch/demo/scenario';
import { expect, vi } from 'vitest';
import { signIn, signUp, type Account } from '../src/accounts.ts';
import { addColleague } from '../src/colleagues.ts';
import { connectNumber } from '../src/connect-number.ts';
import { expectAccessible } from '../src/expect-accessible.ts';
import { meterLoudspeaker } from '../src/loudspeaker.ts';
import { hangUp, placeCall } from '../src/sandbox.ts';
import { screenshot, test } from '../src/test.ts';

const SCRIPT = Array.from({ length: 8 }, (_, index) =>
  index % 2 === 0 ? 'What are your opening hours on Saturday?' : 'How much is a cleaning?',
);
/** Louder than this is a voice, and no noise on the line. */
const VOICE = 0.05;

/** A call that somebody makes from the sandbox's phone, and its ID. */
async function startCall(account: Account): Promise<{ sid: string; id: string }> {
  const { id, phoneNumber } = await connectNumber(account, 'Sandbox');
  const agent = await account.api.post<{ id: string }>('/agents', AGENT);
  await account.api.patch(`/phone-numbers/${id}`, { agent_id: agent.id });
  const { sid } = await placeCall({ to: phoneNumber, caller: { script: SCRIPT, hangUp: 'never' } });
  const running = await vi.waitFor(
    async () => {
      const { calls } = await account.api.get<{ calls: { id: string; status: string }[] }>('/calls/search?live=true');
      expect(calls).toMatchObject([{ status: 'in-progress' }]);
      return calls[0]?.id ?? '';
    },
    { timeout: 20_000 },
  );
  return { sid, id: running };
}

test('an owner hears a call while it runs, which goes on by itself', async ({ newPage }) => {
  const account = await signUp({ companyName: BUSINESS });
  const { sid, id } = await startCall(account);
  const page = await newPage();
  const loudest = await meterLoudspeaker(page);
  await signIn(page, account, `/calls/${id}`);
  const card = page.getByRole('region', { name: 'Listen to the call' });
  await card.getByText('Listening is recorded in the audit log').waitFor();
  await screenshot(page, 'listen-offered');
  await card.getByRole('button', { name: 'Listen' }).click();
  await card.getByText('Listening live').waitFor();
  await vi.waitFor(async () => expect(await loudest()).toBeGreaterThan(VOICE), { timeout: 30_000 });
  await expectAccessible(page);
  await screenshot(page, 'listen-live');

  await card.getByRole('button', { name: 'Mute the call' }).click();
  // The meter still has what was played in the moment before.
  await vi.waitFor(async () => expect(await loudest()).toBeLessThan(0.001), { timeout: 5000 });
  const turns = page.getByRole('list', { name: 'Conversation' }).getByRole('listitem');
  const before = await turns.count();
  await turns.nth(before + 1).waitFor({ timeout: 60_000 });
  expect(await loudest(), 'what a muted loudspeaker plays').toBeLessThan(0.001);
  await card.getByRole('button', { name: 'Unmute the call' }).click();
  await vi.waitFor(async () => expect(await loudest()).toBeGreaterThan(VOICE), { timeout: 30_000 });

  // Who stops and listens again disturbs nobody.
  await card.getByRole('button', { name: 'Stop' }).click();
  await card.getByRole('button', { name: 'Listen' }).click();
  await card.getByText('Listening live').waitFor();
  expect(await account.api.get(`/calls/${id}`)).toMatchObject({ status: 'in-progress' });
  await hangUp(sid);
  await card.getByText('Listening ended with the call').waitFor();
  await page.getByText('Caller hung up', { exact: true }).waitFor();
  await screenshot(page, 'listen-ended');

  await page.goto(new URL('/app/settings/audit-log', page.url()).toString());
  await page
    .getByText(/listened to/)
    .first()
    .waitFor();
  expect(await page.getByText(/listened to/).count()).toBe(2);
  await page.goto(new URL(`/app/calls/${id}`, page.url()).toString());
  await page.getByText('Caller hung up', { exact: true }).waitFor();
  expect(await card.count()).toBe(0);
});

test('a member sees a call that runs and is not offered to listen', async ({ newPage }) => {
  const account = await signUp({ companyName: BUSINESS });
  const member = await addColleague(account, 'member');
  const { sid, id } = await startCall(account);
  const page = await newPage({ mobile: true, dark: true });
  await signIn(page, member, `/calls/${id}`);
  await page.getByRole('button', { name: 'End call' }).waitFor();
  expect(await page.getByRole('region', { name: 'Listen to the call' }).count()).toBe(0);

  const phone = await newPage({ mobile: true, dark: true });
  await signIn(phone, account, `/calls/${id}`);
  await phone.getByRole('button', { name: 'Listen' }).click();
  await phone.getByText('Listening live').waitFor();
  await expectAccessible(phone);
  await screenshot(phone, 'listen-live-dark-mobile');
  await hangUp(sid);
});
