import { expect, test } from 'vitest';
import { jobHandlers, timers, tools } from './domains.ts';

// Two jobs of one name would take each other's work.
test.each([
  ['jobs', jobHandlers.map(({ job }) => job.name)],
  ['timers', timers.map(({ name }) => name)],
  ['tools', tools.map(({ name }) => name)],
])('%s are collected from the domains, and their names differ', (_what, names) => {
  expect(names.length).toBeGreaterThan(1);
  expect(names).toEqual([...new Set(names)]);
});
