import { silentLogger } from '@leadlock/observability/logger';
import { beforeEach, describe, expect, test } from 'vitest';
import { Circuits, type Failure } from './circuits.ts';

const XAI = { provider: 'xai', model: 'grok' };
const DROPPED: Failure = { reason: 'closed_1006', isFinal: false };
let now: number;
let states: string[];
let circuits: Circuits;

beforeEach(() => {
  now = 0;
  states = [];
  circuits = new Circuits({
    metrics: { circuit: (provider, model, state) => states.push(`${provider}/${model} ${state}`) },
    log: silentLogger,
    now: () => now,
  });
});
const fail = (times: number, failure = DROPPED): void => {
  for (let count = 0; count < times; count++) circuits.failed(XAI, failure);
};

describe('a provider', () => {
  test('that fails three times in a row is left alone for a while, and others are not', () => {
    fail(2);
    expect(circuits.mayTry(XAI)).toBe(true);
    fail(1);
    expect(circuits.mayTry(XAI)).toBe(false);
    expect(circuits.mayTry({ ...XAI, model: 'another' })).toBe(true);
    now = 14_999;
    expect(circuits.mayTry(XAI)).toBe(false);
    now = 15_000;
    expect(circuits.mayTry(XAI)).toBe(true);
    expect(states).toEqual(['xai/grok open']);
  });

  test('that works between its failures is not', () => {
    fail(2);
    circuits.worked(XAI);
    fail(2);
    expect(circuits.mayTry(XAI)).toBe(true);
  });

  test('whose failures lie far apart is not', () => {
    fail(2);
    now = 121_000;
    fail(2);
    expect(circuits.mayTry(XAI)).toBe(true);
  });

  test.each([
    ['refuses the key', { reason: 'refused_http_401', isFinal: true }, 15_000],
    ['asks to be left alone', { reason: 'refused_http_429', isFinal: false, retryAfterMs: 40_000 }, 40_000],
    ['asks for a day', { reason: 'refused_http_429', isFinal: false, retryAfterMs: 86_400_000 }, 300_000],
  ])('that %s is left alone at once', (_, failure, forMs) => {
    fail(1, failure);
    now = forMs - 1;
    expect(circuits.mayTry(XAI)).toBe(false);
    now = forMs;
    expect(circuits.mayTry(XAI)).toBe(true);
  });

  test('is tried by one call, and taken back when that is held', () => {
    fail(3);
    now = 15_000;
    circuits.taken(XAI);
    expect(circuits.mayTry(XAI)).toBe(false);
    circuits.worked(XAI);
    expect(circuits.mayTry(XAI)).toBe(true);
    expect(states).toEqual(['xai/grok open', 'xai/grok half_open', 'xai/grok closed']);
  });

  test('is left alone for longer and longer when the tries fail, and tried again when one comes to nothing', () => {
    fail(3);
    now = 15_000;
    circuits.taken(XAI);
    fail(1);
    now = 44_999;
    expect(circuits.mayTry(XAI)).toBe(false);
    now = 45_000;
    expect(circuits.mayTry(XAI)).toBe(true);
    circuits.taken(XAI);
    now = 75_000;
    expect(circuits.mayTry(XAI)).toBe(true);
  });
});
