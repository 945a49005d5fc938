import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { describe, expect, test } from 'vitest';
import { enqueueEmail, findEmailBrand, nameInEmail, PRODUCT_BRAND, renderEmail, sendEmail } from './index.ts';

const database = await useDatabase();

const content = {
  brand: { name: 'Müller & Söhne', logoUrl: 'https://files.example.com/logo.png?a=1&b=2', color: '#ffee00' },
  subject: 'Choose a <new> password',
  paragraphs: ['Hello <Dana>,', 'somebody asked for it.'],
  action: { label: 'Choose "it"', url: 'https://app.example.com/reset-password?token=a&b="c' },
  footnote: 'Ignore this & nothing happens.',
};

describe('an email', () => {
  test('says the same in HTML, escaped, and in text', () => {
    const email = renderEmail(content);
    expect(email).toMatchObject({ fromName: 'Müller & Söhne', subject: content.subject });
    expect(email.html).toContain('<p>Hello &lt;Dana&gt;,</p>');
    expect(email.html).toContain('href="https://app.example.com/reset-password?token=a&amp;b=&quot;c"');
    expect(email.html).toContain('<img src="https://files.example.com/logo.png?a=1&amp;b=2" alt="Müller &amp; Söhne"');
    expect(email.html).toContain('background:#ffee00;color:#000000');
    expect(email.text).toBe(
      'Hello <Dana>,\n\nsomebody asked for it.\n\nChoose "it":\nhttps://app.example.com/reset-password?token=a&b="c\n\n' +
        'Ignore this & nothing happens.\n\n-- \nMüller & Söhne\n',
    );
  });

  test('tells of several things, each with its facts, what was said, and its link', () => {
    const section = {
      title: 'Call from <Lee>',
      facts: [{ label: 'When', value: 'Tue & Wed' }],
      text: 'A summary.',
      lines: [{ speaker: 'Ava', text: 'Hello?' }],
      link: { label: 'View call', url: 'https://app.example.com/calls/1' },
    };
    const dangerous = { ...section, link: { label: 'Go', url: 'javascript:alert(1)' } };
    const { html, text } = renderEmail({ ...content, sections: [section, dangerous] });
    expect(html).toContain('Call from &lt;Lee&gt;');
    expect(html).toContain('Tue &amp; Wed');
    expect(html).toContain('href="https://app.example.com/calls/1"');
    expect(html).not.toContain('javascript:');
    expect(text).toContain('Call from <Lee>\nWhen: Tue & Wed\n\nA summary.\n\nAva: Hello?\n\nView call: https://app');
  });

  test('has the product’s color without a brand’s, and dark colors for who asks for them', () => {
    const { html } = renderEmail({ ...content, brand: { name: 'Pixel', logoUrl: null, color: null } });
    expect(html).toContain('background:#0b6e5f;color:#ffffff');
    expect(html).toContain('prefers-color-scheme:dark');
  });

  test('takes no color, logo or link that is something else', () => {
    const brand = { name: 'Bad', logoUrl: 'javascript:alert(1)', color: 'red;background:url(x)' };
    const { html } = renderEmail({ ...content, brand, action: { label: 'Go', url: 'javascript:alert(1)' } });
    expect(html).not.toContain('javascript:');
    expect(html).not.toContain('url(x)');
    expect(html).toContain('<strong style="font-size:20px">Bad</strong>');
  });
});

test('names keep their spelling in headers, on one line, and become no links', () => {
  const brand = { name: nameInEmail('A.J.’s Booking.com'), logoUrl: null, color: null };
  const email = renderEmail({ ...content, brand, subject: `Join ${nameInEmail('Ｗeb．com evil。io')}\r\nBcc: x` });
  expect(email.fromName.replaceAll('\u2060', '')).toBe('A.J.’s Booking.com');
  expect(email.subject.replaceAll('\u2060', '')).toBe('Join Ｗeb．com evil。io Bcc: x');
  for (const text of [email.fromName, email.subject, email.html, email.text]) {
    expect(text).not.toMatch(/Booking\.com|eb．com|evil。io/);
  }
});

test('is sent once, however often its job runs, and its job holds it sealed', async () => {
  const ctx = createTestContext(database);
  await enqueueEmail(ctx, ctx.db, { to: 'dana@example.com', ...renderEmail(content) });
  const [job] = ctx.jobs.enqueued;
  expect(JSON.stringify(job)).not.toContain('reset-password');
  const run = { id: 'job', attempt: 1, signal: new AbortController().signal };
  await sendEmail.run(ctx, job?.payload, run);
  await sendEmail.run(ctx, job?.payload, { ...run, attempt: 2 });
  expect(ctx.providers.email.sent).toEqual([
    { to: 'dana@example.com', ...renderEmail(content), idempotencyKey: expect.any(String) as string },
  ]);
});

test('goes out under the agency’s brand for it and its sub-accounts, under ours for the rest', async () => {
  const ctx = createTestContext(database);
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency', name: 'Pixel' });
  const subAccount = await createTenant(database, { parent_tenant_id: agency.id });
  const direct = await createTenant(database);
  expect(await findEmailBrand(ctx, database.system, agency.id)).toMatchObject({ name: 'Pixel' });
  expect(await findEmailBrand(ctx, database.system, subAccount.id)).toMatchObject({ name: 'Pixel' });
  expect(await findEmailBrand(ctx, database.system, direct.id)).toEqual(PRODUCT_BRAND);
});

test('to an address that no mail reaches is left out', async () => {
  const ctx = createTestContext(database);
  for (const to of ['x@ghl.invalid', 'X@GHL.invalid', 'dana@example.com']) {
    await enqueueEmail(ctx, database.system, { to, ...renderEmail(content) });
  }
  expect(ctx.jobs.enqueued).toHaveLength(1);
});
