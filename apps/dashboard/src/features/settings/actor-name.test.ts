import { expect, test } from 'vitest';
import { actorName } from './actor-name.ts';

test.each([
  [{ kind: 'member', name: 'Ana' }, 'Ana'],
  [{ kind: 'member', name: null }, 'A former member'],
  [{ kind: 'api_key', name: 'Zapier' }, 'The API key “Zapier”'],
  [{ kind: 'api_key', name: null }, 'A deleted API key'],
  [{ kind: 'agency', name: null }, 'Your agency'],
  [{ kind: 'support', name: null }, 'Leadlock support'],
  [{ kind: 'system', name: 'operator root@host' }, 'operator root@host'],
] as const)('%o is called "%s"', (actor, name) => {
  expect(actorName(actor, 'Leadlock')).toBe(name);
});
