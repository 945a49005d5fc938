import { InvalidArgumentError, type Command } from 'commander';
import { onApi } from '../../program/action.ts';
import { usageError } from '../../program/cli-error.ts';
import { withExamples } from '../../program/examples.ts';
import { slugOf } from '../../program/slug.ts';
import { findSubAccount, printSubAccount } from './columns.ts';

interface Settings {
  name?: string;
  adminEmail?: string;
  adminName?: string;
  perMinuteCents?: number;
  monthlyCents?: number;
  billingDay?: number;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Must be a whole number.');
  return Number(text);
}

const withSettings = (command: Command): Command =>
  command
    .option('--admin-email <address>', 'administrator’s email address')
    .option('--admin-name <name>', 'administrator’s name')
    .option('--per-minute-cents <cents>', 'price per started minute, in cents', wholeNumber)
    .option('--monthly-cents <cents>', 'monthly platform fee, in cents', wholeNumber)
    .option('--billing-day <day>', 'day of the month when billing periods start', wholeNumber);

/** What was given; what was not stays undefined and is not sent. */
const toFields = (options: Settings) => ({
  admin_email: options.adminEmail,
  admin_name: options.adminName,
  per_minute_rate_cents: options.perMinuteCents,
  monthly_platform_fee_cents: options.monthlyCents,
  billing_start_day: options.billingDay,
});

export function addCreate(subAccounts: Command): void {
  const command = withSettings(
    subAccounts
      .command('create')
      .description('create a sub-account')
      .argument('<name>', 'sub-account name')
      .option('--slug <slug>', 'name used in URLs (default: based on the name)'),
  );
  onApi<[string], Settings & { slug?: string }>(command, async ({ api, options }, name) => {
    const slug = options.slug ?? slugOf(name);
    await printSubAccount(options, await api.agency.subAccounts.create.mutate({ name, slug, ...toFields(options) }));
  });
  withExamples(command, [
    ['leadlock sub-accounts create "Harbor Plumbing" --admin-email pat@harbor.example', 'create a sub-account'],
    [
      'leadlock sub-accounts create Harbor --per-minute-cents 25 --monthly-cents 9900',
      'create a sub-account with its own prices',
    ],
  ]);
}

export function addUpdate(subAccounts: Command): void {
  const command = withSettings(
    subAccounts
      .command('update')
      .description('update a sub-account')
      .argument('<sub-account>', 'sub-account slug or ID')
      .option('--name <name>', 'new name')
      .option('--restore', 'restore a deleted sub-account'),
  );
  onApi<[string], Settings & { restore?: boolean }>(command, async ({ api, options }, named) => {
    const changes = { name: options.name, is_active: options.restore, ...toFields(options) };
    if (Object.values(changes).every((value) => value === undefined)) throw usageError('No changes specified');
    const { id } = await findSubAccount(api, named);
    await printSubAccount(options, await api.agency.subAccounts.update.mutate({ sub_account_id: id, ...changes }));
  });
  withExamples(command, [
    ['leadlock sub-accounts update harbor-plumbing --per-minute-cents 30', 'change the price per minute'],
  ]);
}
