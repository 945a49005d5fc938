import { readFileSync } from 'node:fs';
import type { Plan, Settings } from '@leadlock/context/context';
import { z } from 'zod';

export type PlanTable = Readonly<Record<string, Plan>>;

const trial = { days: 14, minutes: 60 };
/** Of a plan in a file that does not say. */
const DEFAULT_CONCURRENT_CALLS = 10;

/** Prices are cents a started minute. */
export const builtInPlans = {
  payg: {
    agents: 1,
    subAccounts: 0,
    teamMembers: 1,
    shareLinks: 1,
    concurrentCalls: 5,
    textAssistant: false,
    demoSuite: false,
    voiceCentsPerMinute: 25,
    premiumVoiceCentsPerMinute: 35,
    trial: null,
  },
  starter: {
    agents: 3,
    subAccounts: 0,
    teamMembers: 3,
    shareLinks: 3,
    concurrentCalls: 10,
    textAssistant: true,
    demoSuite: false,
    voiceCentsPerMinute: 20,
    premiumVoiceCentsPerMinute: 30,
    trial,
  },
  agency: {
    agents: 25,
    subAccounts: 10,
    teamMembers: 10,
    shareLinks: 25,
    concurrentCalls: 25,
    textAssistant: true,
    demoSuite: true,
    voiceCentsPerMinute: 15,
    premiumVoiceCentsPerMinute: 25,
    trial,
  },
  pro: {
    agents: null,
    subAccounts: null,
    teamMembers: null,
    shareLinks: null,
    concurrentCalls: 100,
    textAssistant: true,
    demoSuite: true,
    voiceCentsPerMinute: 12,
    premiumVoiceCentsPerMinute: 20,
    trial,
  },
} satisfies PlanTable;

const count = z.int().min(0);
const PlanSchema = z.strictObject({
  agents: count.nullable(),
  subAccounts: count.nullable(),
  teamMembers: count.nullable(),
  shareLinks: count.nullable(),
  // Plans were written before there was this limit.
  concurrentCalls: z.int().min(1).nullable().default(DEFAULT_CONCURRENT_CALLS),
  textAssistant: z.boolean(),
  demoSuite: z.boolean(),
  voiceCentsPerMinute: count,
  premiumVoiceCentsPerMinute: count,
  trial: z.strictObject({ days: z.int().min(1), minutes: count }).nullable(),
});
const Overrides = z.record(z.string().min(1), z.record(z.string(), z.unknown()));

/**
 * The built-in plans with a file's changes: `{"starter": {"agents": 5}}` changes one limit, a new name adds a plan
 * and must say everything.
 * @param file path of a JSON file; absent: the built-in plans.
 * @throws Error that names the file and every wrong entry.
 */
export function loadPlans(file?: string): PlanTable {
  if (file === undefined) return builtInPlans;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`Can’t parse the plans file ${file} as JSON`, { cause: error });
  }
  const overrides = Overrides.safeParse(content);
  if (!overrides.success) throw new Error(`Invalid plans file ${file}:\n${z.prettifyError(overrides.error)}`);
  const merged: Record<string, unknown> = { ...builtInPlans };
  for (const [name, changes] of Object.entries(overrides.data)) {
    merged[name] = { ...(merged[name] as object | undefined), ...changes };
  }
  const plans = z.record(z.string(), PlanSchema).safeParse(merged);
  if (!plans.success) throw new Error(`Invalid plans file ${file}:\n${z.prettifyError(plans.error)}`);
  return plans.data;
}

/**
 * The plan of that name.
 * @throws Error for a name that is in no table: a tenant's row and the installation's plans disagree.
 */
export function planNamed(settings: Pick<Settings, 'plans'>, name: string): Plan {
  const plans: PlanTable = settings.plans ?? builtInPlans;
  const plan = Object.hasOwn(plans, name) ? plans[name] : undefined;
  if (!plan) throw new Error(`Unknown plan: ${name}`);
  return plan;
}
