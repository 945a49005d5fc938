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
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

const withSettings = (command: Command): Command =>
  command
    .option('--admin-email <address>', 'who is to run it')
    .option('--admin-name <name>', 'their name')
    .option('--per-minute-cents <cents>', 'what it pays for a started minute', wholeNumber)
    .option('--monthly-cents <cents>', 'what it pays a month', wholeNumber)
    .option('--billing-day <day>', 'the day of the month on which it is billed', wholeNumber);

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
      .description('open a sub-account')
      .argument('<name>', 'its name')
      .option('--slug <slug>', 'its part of addresses; made from the name when left out'),
  );
  onApi<[string], Settings & { slug?: string }>(command, async ({ api, options }, name) => {
    const slug = options.slug ?? slugOf(name);
    await printSubAccount(options, await api.agency.subAccounts.create.mutate({ name, slug, ...toFields(options) }));
  });
  withExamples(command, [
    ['leadlock sub-accounts create "Harbor Plumbing" --admin-email pat@harbor.example', 'open a sub-account'],
    ['leadlock sub-accounts create Harbor --per-minute-cents 25 --monthly-cents 9900', 'with prices of its own'],
  ]);
}

export function addUpdate(subAccounts: Command): void {
  const command = withSettings(
    subAccounts
      .command('update')
      .description('change a sub-account')
      .argument('<sub-account>', 'its slug or id')
      .option('--name <name>', 'its new name')
      .option('--restore', 'bring a deleted one back'),
  );
  onApi<[string], Settings & { restore?: boolean }>(command, async ({ api, options }, named) => {
    const changes = { name: options.name, is_active: options.restore, ...toFields(options) };
    if (Object.values(changes).every((value) => value === undefined)) throw usageError('Nothing to change was given');
    const { id } = await findSubAccount(api, named);
    await printSubAccount(options, await api.agency.subAccounts.update.mutate({ sub_account_id: id, ...changes }));
  });
  withExamples(command, [['leadlock sub-accounts update harbor-plumbing --per-minute-cents 30', 'change a price']]);
}
