import { describe, expect, test } from 'vitest';
import { currentStep, isOver, planFor, type Progress } from './plan.ts';

const at = (current_step: number, completed_steps: number[]): Progress =>
  ({ current_step, completed_steps }) as unknown as Progress;
const shown = (isAgency: boolean, progress: Progress) =>
  planFor(isAgency)[currentStep(planFor(isAgency), progress)]?.id;

describe('the step that is shown', () => {
  test.each([
    ['the first to begin with', false, at(1, []), 'business'],
    ['the next one after those that are over', false, at(3, [1, 2]), 'agent'],
    ['the same one while a part of it is open', false, at(2, [1]), 'business'],
    ['one before, for whoever went back', false, at(1, [1, 2, 3, 4]), 'business'],
    ['never one whose turn has not come', false, at(6, [1, 2]), 'agent'],
    ['the last one when all are over', false, at(7, [1, 2, 3, 4, 5, 6, 7]), 'numbers'],
    ['a client instead of an agent, for an agency', true, at(5, [1, 2, 3, 4]), 'client'],
  ])('is %s', (_, isAgency, progress, id) => {
    expect(shown(isAgency, progress)).toBe(id);
  });
});

test('a step is over once all that it covers is', () => {
  const [business] = planFor(false);
  expect(business && isOver(business, at(2, [1]))).toBe(false);
  expect(business && isOver(business, at(3, [1, 2]))).toBe(true);
});

test.each([false, true])('the plan covers each of the api’s steps once (agency: %s)', (isAgency) => {
  expect(planFor(isAgency).flatMap(({ covers }) => covers)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});
