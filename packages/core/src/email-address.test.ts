import { describe, expect, test } from 'vitest';
import { canonicalEmail, deliverableEmail, EmailAddress, isEmailAddress } from './email-address.ts';
import { shownEmail } from './shown-email.ts';

describe('an address', () => {
  test.each([
    'a&b@example.com',
    "o'neil+tag=1@example.co.uk",
    '!#$%*/?^_`{|}~-@example.com',
    'info@müller.de',
    'info@MÜLLER.de',
    'info@xn--mller-kva.de',
    'a@пример.рф',
    'a@例え.テスト',
    'a@sub-domain.example.museum',
    `${'l'.repeat(64)}@example.com`,
  ])('%s is taken', (text) => expect(isEmailAddress(text)).toBe(true));

  test.each([
    '',
    'nobody',
    'a@b',
    '@example.com',
    'a..b@example.com',
    '.a@example.com',
    'a.@example.com',
    'a b@example.com',
    '"a b"@example.com',
    'a@example.com/login',
    'a@example.com:25',
    'a@example.com?x',
    'a@user@example.com#',
    'a@127.0.0.1',
    'a@[127.0.0.1]',
    'a@-example.com',
    'a@ex_ample.com',
    'a@example..com',
    'a@example.com.',
    'a@example.c',
    'a@exam\nple.com',
    'a\r\nBcc: b@example.com',
    'ä@example.com',
    'a@example.com\0',
    'a@\ud83d.com',
    `${'l'.repeat(65)}@example.com`,
    `a@${'l'.repeat(64)}.com`,
    `a@${'label.'.repeat(50)}com`,
  ])('%j is refused', (text) => expect(isEmailAddress(text)).toBe(false));

  test.each([
    ['  Ann@Example.COM ', 'ann@example.com', 'ann@example.com'],
    ['info@MÜLLER.de', 'info@xn--mller-kva.de', 'info@müller.de'],
    ['info@mu\u0308ller.de', 'info@xn--mller-kva.de', 'info@müller.de'],
    ['Info@xn--mller-kva.DE', 'info@xn--mller-kva.de', 'info@müller.de'],
  ])('%j is kept as %s and shown as %s', (text, kept, shown) => {
    expect(EmailAddress.parse(text)).toBe(kept);
    expect(shownEmail(kept)).toBe(shown);
  });

  test('is written to as DNS knows its domain, in the letters it was typed in', () => {
    expect(deliverableEmail('Ann@MÜLLER.de')).toBe('Ann@xn--mller-kva.de');
    expect(deliverableEmail('nobody')).toBe('nobody');
    expect(canonicalEmail('Nobody')).toBe('Nobody');
  });

  test('takes no more time than it is long', () => {
    for (const part of ['a.', 'a@', '.', 'a-', 'ü', '@']) {
      const begun = performance.now();
      expect(isEmailAddress(part.repeat(500_000))).toBe(false);
      expect(performance.now() - begun).toBeLessThan(500);
    }
  });
});
