import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forTenant } from '@leadlock/context/context';
import type { Database } from '@leadlock/db/client';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { createTestDatabase } from '@leadlock/testing/test-database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agentLimit, builtInPlans, loadPlans, loadVoiceRates, planNamed, pricePerMinuteCents } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'plans-'));
function plansFile(content: unknown): string {
  const file = join(folder, `${Math.random()}.json`);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('the plans file', () => {
  test('changes single values of a built-in plan and leaves the others alone', () => {
    const plans = loadPlans(plansFile({ starter: { agents: 5, voiceCentsPerMinute: 18 } }));
    expect(plans['starter']).toEqual({ ...builtInPlans.starter, agents: 5, voiceCentsPerMinute: 18 });
    expect(plans['pro']).toEqual(builtInPlans.pro);
  });

  test('adds a plan that says everything', () => {
    const plans = loadPlans(plansFile({ clinic: { ...builtInPlans.starter, agents: null, trial: null } }));
    expect(planNamed({ plans }, 'clinic')).toMatchObject({ agents: null, trial: null });
  });

  test.each([
    ['an unknown entry', { starter: { agentz: 5 } }, /agentz/],
    ['a negative limit', { starter: { agents: -1 } }, /starter\.agents/],
    ['an incomplete new plan', { clinic: { agents: 1 } }, /clinic\.subAccounts/],
    ['a fraction of a cent', { payg: { voiceCentsPerMinute: 2.5 } }, /payg\.voiceCentsPerMinute/],
    ['no object', '[]', /Invalid plans file/],
    ['no JSON', '{', /Can’t parse the plans file .* as JSON/],
  ])('is refused with %s', (_what, content, message) => {
    expect(() => loadPlans(plansFile(content))).toThrow(message);
  });

  test('is refused when it does not exist', () => {
    expect(() => loadPlans(join(folder, 'absent.json'))).toThrow(/absent\.json/);
  });
});

test('an exception made for a tenant goes before the limit of its plan', () => {
  expect(agentLimit({}, { plan: 'starter', agent_limit: null })).toBe(3);
  expect(agentLimit({}, { plan: 'starter', agent_limit: 7 })).toBe(7);
  expect(agentLimit({}, { plan: 'pro', agent_limit: null })).toBeNull();
});

test('a plan that nobody defined is an error, also under the name of an inherited property', () => {
  expect(() => planNamed({}, 'gold')).toThrow(/Unknown plan: gold/);
  expect(() => planNamed({}, 'constructor')).toThrow(/Unknown plan: constructor/);
});

describe('the price of a minute', () => {
  let database: Database;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  test('is the plan’s, and the premium one for ElevenLabs', async () => {
    const tenant = await createTenant(database, { plan: 'payg' });
    const rates = await loadVoiceRates(forTenant(createTestContext(database), tenant));
    expect(pricePerMinuteCents(rates, 'xai', 'inbound')).toBe(25);
    expect(pricePerMinuteCents(rates, 'local', 'demo')).toBe(25);
    expect(pricePerMinuteCents(rates, 'elevenlabs', 'outbound')).toBe(35);
  });

  test('of a sub-account is its agency’s rate with the upcharge for the provider and the kind of call', async () => {
    const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
    const tenant = await createTenant(database, {
      parent_tenant_id: agency.id,
      plan: 'agency',
      per_minute_rate_cents: 40,
      upcharge_by_provider: JSON.stringify({ elevenlabs: 15, openai: 5 }),
      test_demo_upcharge_by_provider: JSON.stringify({ openai: 2 }),
    });
    const rates = await loadVoiceRates(forTenant(createTestContext(database), tenant));
    expect(pricePerMinuteCents(rates, 'xai', 'inbound')).toBe(40);
    expect(pricePerMinuteCents(rates, 'elevenlabs', 'inbound')).toBe(55);
    expect(pricePerMinuteCents(rates, 'openai', 'outbound')).toBe(45);
    expect(pricePerMinuteCents(rates, 'openai', 'test')).toBe(42);
    expect(pricePerMinuteCents(rates, 'elevenlabs', 'demo')).toBe(40);
  });

  test('of a sub-account without a rate is that of its agency’s plan', async () => {
    const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
    const tenant = await createTenant(database, {
      parent_tenant_id: agency.id,
      plan: 'agency',
      upcharge_by_provider: JSON.stringify({ xai: 3 }),
    });
    const rates = await loadVoiceRates(forTenant(createTestContext(database), tenant));
    expect(pricePerMinuteCents(rates, 'xai', 'inbound')).toBe(18);
    expect(pricePerMinuteCents(rates, 'elevenlabs', 'inbound')).toBe(25);
  });
});
