import { expect, test } from 'vitest';
import { isFarewell } from './farewell.ts';

test.each(['', '…', 'Bye!', 'Thank you so much, bye-bye.', 'OK, you too. Have a great day!'])(
  '%j is a farewell',
  (text) => {
    expect(isFarewell(text)).toBe(true);
  },
);

test.each(['Wait, one more thing', 'Thanks, but what about Monday?', '等一下', 'No', 'Stop'])(
  '%j is a reason to go on',
  (text) => {
    expect(isFarewell(text)).toBe(false);
  },
);
