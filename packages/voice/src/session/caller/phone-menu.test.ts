import { expect, test } from 'vitest';
import { PhoneMenu } from './phone-menu.ts';

const MENU = 'Thank you for calling Acme. For sales, press one. For support, press two.';
const AGAIN = 'thank you for calling ACME, for sales press one; for support, press 2';
const OTHER = 'You have reached the support team. Please hold while we connect you.';

test('the same menu after keys is a loop, however it is transcribed', () => {
  const menu = new PhoneMenu();
  expect(menu.hears(MENU)).toBe(0);
  menu.pressed();
  expect(menu.hears('One moment, please.')).toBe(0);
  expect(menu.hears(AGAIN)).toBe(1);
  expect(menu.hears(MENU)).toBe(0);
  menu.pressed();
  expect(menu.hears(MENU)).toBe(2);
});

test('a menu that repeats itself without keys, or another one after them, is none', () => {
  const menu = new PhoneMenu();
  expect([menu.hears(MENU), menu.hears(MENU)]).toEqual([0, 0]);
  menu.pressed();
  expect(menu.hears(OTHER)).toBe(0);
  expect(menu.hears(MENU)).toBe(0);
});

test('compares no more of what is said than an announcement has', () => {
  const menu = new PhoneMenu();
  const endless = Array.from({ length: 1000 }, (_, word) => `${MENU} word${word}`).join(' ');
  menu.hears(endless);
  menu.pressed();
  expect(menu.hears(`${endless.slice(0, 4000)} and then something else entirely`.repeat(100))).toBe(1);
});
