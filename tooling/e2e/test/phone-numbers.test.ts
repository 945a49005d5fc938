import { expect, inject } from 'vitest';
import { signIn, signUp } from '../src/accounts.ts';
import { expectAccessible } from '../src/expect-accessible.ts';
import { createTwilioAccount } from '../src/sandbox.ts';
import { screenshot, test } from '../src/test.ts';

test('a number whose calls were sent elsewhere at Twilio says so, and is set up again', async ({ newPage }) => {
  const account = await signUp();
  const { accountSid, authToken, numberSid } = await createTwilioAccount();
  await account.api.post('/integrations/twilio/connect', {
    account_name: 'Main line',
    account_sid: accountSid,
    auth_token: authToken,
  });
  await account.api.post('/phone-numbers/import', { phone_number_sids: [numberSid] });
  const changed = await fetch(
    `${inject('stack').sandboxUrl}/twilio/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${numberSid}.json`,
    {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
      body: new URLSearchParams({ VoiceUrl: 'https://example.com/elsewhere' }),
    },
  );
  expect(changed.status).toBe(200);

  const page = await newPage();
  await signIn(page, account, '/phone-numbers');
  const problem = page.getByRole('cell').getByText('Its calls go to a different URL.');
  await problem.waitFor();
  await expectAccessible(page);
  await screenshot(page, 'phone-number-problem');
  await page.getByRole('button', { name: /^Actions for/ }).click();
  await page.getByRole('menuitem', { name: 'Reconfigure in Twilio' }).click();
  await problem.waitFor({ state: 'detached' });
});
