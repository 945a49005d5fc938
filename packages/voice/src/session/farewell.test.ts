import { expect, test } from 'vitest';
import { isFarewell } from './farewell.ts';

test.each([
  '',
  '…',
  'Bye!',
  'Thank you so much, bye-bye.',
  'OK, you too. Have a great day!',
  'Vielen Dank, auf Wiederhören!',
  'Gracias, adiós.',
  'Gracias, adio\u0301s.',
  'Merci beaucoup, au revoir !',
  '谢谢，再见。',
  'ありがとうございました。',
])('%j is a farewell', (text) => {
  expect(isFarewell(text)).toBe(true);
});

test.each([
  'Wait, one more thing',
  'Thanks, but what about Monday?',
  '等一下',
  'No',
  'Stop',
  'Moment, noch eine Frage',
  'Espere, una cosa más',
])('%j is a reason to go on', (text) => {
  expect(isFarewell(text)).toBe(false);
});
