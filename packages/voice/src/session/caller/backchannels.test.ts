import { expect, test } from 'vitest';
import { isBackchannel } from './backchannels.ts';

test.each([
  'Uh-huh.',
  'Mm-hmm',
  'Mhm.',
  'Right.',
  'Okay.',
  'OK',
  'Yeah, right.',
  'I see.',
  'Got it.',
  'Of course!',
  'Oh, okay.',
  'Oh, of course.',
  'Yeah, that makes sense.',
  'Hmm.',
  'Mmmm',
  'Ja, genau.',
  'Ach so',
  'Verstehe.',
  'Sí, claro.',
  'Vale',
  'D’accord',
  "D'accord.",
  'Oui, oui.',
  'Certo',
  'Tá bom',
  'はい',
  '네',
  'да',
])('%s only says that the caller follows', (text) => {
  expect(isBackchannel(text)).toBe(true);
});

test.each([
  '',
  ' ',
  'Stop.',
  'Wait.',
  'No.',
  'No no no',
  'What?',
  'Sorry?',
  'Hold on',
  'Excuse me',
  'Okay, but when?',
  'Yes, Tuesday.',
  'Nein',
  'Moment',
  'Warte',
  'Halt',
  'Espera',
  'Perdón',
  'Attendez',
  'Non',
  'Hello?',
  'Actually',
  'But',
  'Yeah yeah yeah yeah yeah yeah',
])('%j says more, or nothing', (text) => {
  expect(isBackchannel(text)).toBe(false);
});

test('an agent may know of more', () => {
  expect(isBackchannel('Copy that, over')).toBe(false);
  expect(isBackchannel('Copy that, over', ['copy that', 'over'])).toBe(true);
  expect(isBackchannel('Copy that.', ['copy that'])).toBe(true);
  expect(isBackchannel('Roger, yeah', ['Roger'])).toBe(true);
});

test('what goes on without end is no agreement', () => {
  expect(isBackchannel(`yeah ${'.'.repeat(4_000_000)}`)).toBe(false);
});
