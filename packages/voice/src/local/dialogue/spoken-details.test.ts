import { describe, expect, test } from 'vitest';
import { nameIn, phoneNumberIn, saysGoodbye, saysNo, saysYes, timeIn } from './spoken-details.ts';

test.each([
  ['My number is 555-014-2345.', '5550142345'],
  ['five five five zero one four two three four five', '5550142345'],
  ["it's five five five, oh one four two", '5550142'],
  ['double five five zero one four two', '5550142'],
  ['+1 555 014 2345', '+15550142345'],
  ['I live at 42 Maple Street', null],
  ['I want to come at four for two', null],
])('phone number in "%s"', (heard, number) => {
  expect(phoneNumberIn(heard)).toBe(number);
});

test.each([
  ['My name is David Miller and I have a question.', false, 'David Miller'],
  ["Hi, I'm Anna.", false, 'Anna'],
  ['This is Mary Ann Smith calling', false, 'Mary Ann Smith'],
  ["I'm calling about my heater", false, null],
  ['This is about a leak', false, null],
  ["It's david miller.", true, 'David Miller'],
  ['Ben', true, 'Ben'],
  ['Ben', false, null],
  ['What do you mean by that?', true, null],
])('name in "%s"', (heard, asked, name) => {
  expect(nameIn(heard, asked)).toBe(name);
});

// A Sunday.
const NOW = new Date('2026-11-22T12:00:00Z');
test.each([
  ['next Tuesday at ten thirty', 'next Tuesday at ten thirty', '2026-11-24', '10:30'],
  ['Next, Tuesday at 10:30.', 'next Tuesday at 10:30', '2026-11-24', '10:30'],
  ['tuesday', 'on Tuesday', '2026-11-24', null],
  ['on Sunday please', 'on Sunday', '2026-11-29', null],
  ['tomorrow at 9 am', 'tomorrow at 9 am', '2026-11-23', '09:00'],
  ['the day after tomorrow', 'the day after tomorrow', '2026-11-24', null],
  ['Friday at 2:30 p.m.', 'on Friday at 2:30 p.m', '2026-11-27', '14:30'],
  ['today at noon', 'today at noon', '2026-11-22', '12:00'],
  ['tomorrow morning', 'tomorrow in the morning', '2026-11-23', null],
  ['at half past nine', 'at half past nine', null, '09:30'],
  ["three o'clock", "at three o'clock", null, '15:00'],
  ['December 3rd at 11', 'December 3rd at 11', '2026-12-03', '11:00'],
  ['January 5', 'January 5', '2027-01-05', null],
  ['at eight in the evening', 'at eight in the evening', null, '20:00'],
])('time in "%s"', (heard, phrase, date, time) => {
  expect(timeIn(heard, NOW)).toEqual({ phrase, date, time });
});

test.each(['I have two dogs', 'It is 42 Maple Street', 'Yes please', ''])('no time in "%s"', (heard) => {
  expect(timeIn(heard, NOW)).toBeNull();
});

describe('yes, no and goodbye', () => {
  test.each(['Yes.', 'Yeah, that is right', 'Correct.', 'Sure'])('yes: %s', (heard) => {
    expect([saysYes(heard), saysNo(heard)]).toEqual([true, false]);
  });
  test.each(['No.', 'Nope', "No, that's not right", 'That is wrong'])('no: %s', (heard) => {
    expect([saysYes(heard), saysNo(heard)]).toEqual([false, true]);
  });
  test.each(['Goodbye.', 'Good bye', 'bye', "That's all", 'Have a nice day!', 'nothing else'])(
    'goodbye: %s',
    (heard) => {
      expect(saysGoodbye(heard)).toBe(true);
    },
  );
  test.each(['Is that all you offer today, or is there more?', 'Buy one', 'Good morning'])(
    'no goodbye: %s',
    (heard) => {
      expect(saysGoodbye(heard)).toBe(false);
    },
  );
});
