import type { Command } from 'commander';
import type { ApiClient } from '../../api/trpc-client.ts';
import { onApi } from '../../program/action.ts';
import { CliError } from '../../program/cli-error.ts';
import { withExamples } from '../../program/examples.ts';
import { EXIT } from '../../program/exit-codes.ts';
import { success, writeJson } from '../../program/output.ts';
import { failureOf, partlyDone } from '../../program/partly-done.ts';
import { sameNumber, type PhoneNumber } from './numbers.ts';

/** The most that the API takes at once. */
const AT_ONCE = 10;

const isSid = (text: string): boolean => /^PN[0-9a-f]{32}$/i.test(text);

async function sidsOf(api: ApiClient, named: readonly string[]): Promise<string[]> {
  if (named.every(isSid)) return [...named];
  const { numbers } = await api.phoneNumbers.listTwilio.query();
  const sidOf = async (text: string): Promise<string> => {
    if (isSid(text)) return text;
    const digits = await sameNumber(text);
    const match = numbers.find(({ phone_number }) => phone_number === digits);
    if (match) return match.sid;
    throw new CliError(`${text} not found in the Twilio account`, {
      exitCode: EXIT.notFound,
      hint: 'Run leadlock numbers list --twilio to see its numbers.',
    });
  };
  return Promise.all(named.map(sidOf));
}

/** `leadlock numbers import` */
export function addNumbersImport(numbers: Command): void {
  const command = numbers
    .command('import')
    .description('import phone numbers from the connected Twilio account')
    .argument('<number-or-sid...>', 'phone numbers or Twilio SIDs');
  onApi<[string[]]>(command, async ({ api, options }, named) => {
    const sids = await sidsOf(api, named);
    const imported: (PhoneNumber | { twilio_sid: string; error: string })[] = [];
    try {
      for (let start = 0; start < sids.length; start += AT_ONCE) {
        const phone_number_sids = sids.slice(start, start + AT_ONCE);
        const page = await api.phoneNumbers.import.mutate({ phone_number_sids }).catch((error: unknown) => {
          const reason = partlyDone(error, { done: imported.length, all: sids.length });
          imported.push(...phone_number_sids.map((twilio_sid) => ({ twilio_sid, ...failureOf(reason) })));
          throw reason;
        });
        imported.push(...page);
        if (!options.json) for (const { phone_number } of page) success(`Imported ${phone_number}`);
      }
    } finally {
      if (options.json) await writeJson(imported);
    }
  });
  withExamples(command, [['leadlock numbers import +14155550100', 'import a phone number']]);
}
