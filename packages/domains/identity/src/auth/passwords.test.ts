import { hash } from '@node-rs/argon2';
import { expect, test } from 'vitest';
import { hashPassword, isPassword } from './passwords.ts';
import { NewPassword, ShownPassword } from './schemas.ts';

const composed = 'caf\u00e9 au lait';
const decomposed = 'cafe\u0301 au lait';

test('a password is the same however a keyboard writes it', async () => {
  for (const [set, shown] of [
    [composed, decomposed],
    [decomposed, composed],
    [composed, composed.replaceAll(' ', '\u00a0')],
  ] as const) {
    expect(await isPassword(shown, await hashPassword(set))).toBe(true);
  }
  expect(await isPassword('cafe au lait', await hashPassword(composed))).toBe(false);
});

test('a hash from before there was one spelling still opens with what was typed then', async () => {
  const old = await hash(decomposed);
  expect(await isPassword(decomposed, old)).toBe(true);
  expect(await isPassword('something else', old)).toBe(false);
});

test('of two hundred at once, some are hashed and the others are told to come again', async () => {
  const asked = Array.from({ length: 200 }, () => hashPassword(composed));
  const answers = await Promise.allSettled([...asked, isPassword(composed, null)]);
  expect(answers.slice(0, 200).filter(({ status }) => status === 'fulfilled')).toHaveLength(102);
  const refusals = answers.filter((answer) => answer.status === 'rejected').map(({ reason }) => reason as unknown);
  expect(refusals.length).toBeGreaterThanOrEqual(98);
  for (const refusal of refusals) expect(refusal).toMatchObject({ kind: 'unavailable', retryAfterSeconds: 5 });
  expect(await isPassword(composed, await hashPassword(decomposed))).toBe(true);
});

test('nobody has more hashed than a kilobyte', () => {
  for (const schema of [NewPassword, ShownPassword]) {
    expect(schema.safeParse('x'.repeat(1024)).success).toBe(true);
    for (const long of ['x'.repeat(1025), 'é'.repeat(513), '😀'.repeat(257)]) {
      expect(schema.safeParse(long).success).toBe(false);
    }
  }
});
