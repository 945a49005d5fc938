import { expect, test } from 'vitest';
import { KeyPad } from './key-pad.ts';

interface Typing {
  pad: KeyPad;
  /** All that was ever shown. */
  shown: string[];
  texts: () => string[];
  type: (keys: string, at: number) => void;
}

function typing(): Typing {
  const shown: string[] = [];
  const texts = new Map<string, string>();
  const pad = new KeyPad((itemId, text) => {
    shown.push(text);
    texts.set(itemId, text);
  });
  const type = (keys: string, at: number): void => {
    let before = '';
    for (const key of keys) {
      pad.press(before, key, at);
      before += key;
    }
    pad.tick(at + 1500, true);
  };
  return { pad, shown, texts: () => [...texts.values()], type };
}

test('keys are shown once no others can belong to them', () => {
  const { pad, texts, type } = typing();
  type('12#', 0);
  expect(texts()).toEqual(['Pressed 3 keys']);
  expect(pad.tick(19_999, true)).toBe(false);
  expect(pad.tick(20_000, true)).toBe(true);
  expect(texts()).toEqual(['Pressed 1 2 #']);
  expect(pad.tick(60_000, true)).toBe(false);
});

test('of a card in groups nothing was ever shown, also when the agent speaks between them', () => {
  for (const agentSpeaks of [false, true]) {
    const { pad, shown, texts, type } = typing();
    for (const [index, keys] of ['4111', '1111', '1111', '1111'].entries()) {
      type(keys, index * 8000);
      if (agentSpeaks) pad.agentSpeaks();
    }
    pad.settle();
    expect(texts()).toEqual(Array(4).fill('Pressed 4 digits'));
    expect(shown.filter((text) => !/^Pressed \d (?:keys?|digits?)$/.test(text))).toEqual([]);
  }
});

test('after a long pause a number is another one', () => {
  const { pad, texts, type } = typing();
  type('12125550', 0);
  type('1234', 30_000);
  pad.settle();
  expect(texts()).toEqual(['Pressed 1 2 1 2 5 5 5 0', 'Pressed 1 2 3 4']);
});
