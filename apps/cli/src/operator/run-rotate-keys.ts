import { countSealedValues, resealValues, type SealedCounts } from '@leadlock/context/sealed-values';
import type { SecretBox } from '@leadlock/core/envelope-encryption';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { CliError } from '../program/cli-error.ts';
import { EXIT } from '../program/exit-codes.ts';
import { countOf } from '../program/formats.ts';
import { note, success, warning, writeJson, writeLine } from '../program/output.ts';
import { formatTable } from '../program/table.ts';
import { openSecretBox, reachingDatabase, readOnly } from './installation.ts';
import { SEALED_VALUES } from './sealed-values.ts';

type OwnerDatabase = ReturnType<typeof connectAsOwner>;

interface Count extends SealedCounts {
  name: string;
}

async function countAll(db: OwnerDatabase, secrets: SecretBox): Promise<Count[]> {
  const counts: Count[] = [];
  for (const values of SEALED_VALUES) {
    counts.push({ name: values.name, ...(await countSealedValues(db, secrets, values)) });
  }
  return counts;
}

const sum = (counts: readonly Count[], place: keyof SealedCounts): number =>
  counts.reduce((total, count) => total + count[place], 0);

async function printCounts(counts: readonly Count[]): Promise<void> {
  const number = (place: keyof SealedCounts) => (count: Count) => count[place];
  await writeLine(
    formatTable<Count>(
      [
        { title: 'Stored', value: ({ name }) => name },
        { title: 'First key', value: number('current'), align: 'right' },
        { title: 'Older keys', value: number('older'), align: 'right' },
        { title: 'Unknown key', value: number('lost'), align: 'right' },
      ],
      counts,
    ),
  );
}

/** Seals everything again; progress goes to stderr. Returns how many values changed and how many do not open. */
async function resealAll(db: OwnerDatabase, secrets: SecretBox): Promise<{ resealed: number; unopenable: number }> {
  const total = { resealed: 0, unopenable: 0 };
  for (const values of SEALED_VALUES) {
    const result = await resealValues(db, secrets, values, (seen) => {
      if (seen > 0) note(`${values.name}: ${seen} checked`);
    });
    total.resealed += result.resealed;
    total.unopenable += result.unopenable;
  }
  return total;
}

/** What may be done with the keys now. */
function sayWhatFollows(
  counts: readonly Count[],
  { unopenable, keys, check }: { unopenable: number; keys: number; check: boolean },
): void {
  if (sum(counts, 'lost') > 0) {
    warning('Some values use an unknown key. Add the key they were encrypted with to ENCRYPTION_KEY.');
  }
  if (unopenable > sum(counts, 'lost')) warning('Some values were modified and can’t be decrypted.');
  if (sum(counts, 'older') > 0) {
    note(`Keep the older keys, and run ${check ? 'leadlock rotate-keys' : 'this command again'}.`);
  } else if (keys > 1) {
    note(
      'You can remove the older keys once every service uses the new key first. Restart the services, run this command again,',
    );
    note('and remove the older keys from ENCRYPTION_KEY when there is nothing left to do.');
  }
}

export async function runRotateKeys(options: { variables?: string; check?: boolean; json?: boolean }): Promise<void> {
  const environment = readOnly(options.variables, ['DATABASE_OWNER_URL', 'ENCRYPTION_KEY']);
  const secrets = openSecretBox(environment);
  const db = connectAsOwner(environment.DATABASE_OWNER_URL);
  try {
    await reachingDatabase(async () => {
      const { resealed, unopenable } = options.check ? { resealed: 0, unopenable: 0 } : await resealAll(db, secrets);
      const counts = await countAll(db, secrets);
      const left = sum(counts, 'older') + sum(counts, 'lost');
      if (options.json) await writeJson({ resealed, unopenable, stored: counts, older_keys_needed: left > 0 });
      else {
        await printCounts(counts);
        if (!options.check) success(`Re-encrypted ${countOf(resealed, 'value')}.`);
        sayWhatFollows(counts, { unopenable, keys: secrets.prefixes.length, check: options.check === true });
      }
      if (left === 0) return;
      if (options.check) process.exitCode = EXIT.findings;
      else throw new CliError(`${countOf(left, 'value')} not encrypted with the first key`);
    });
  } finally {
    await db.destroy();
  }
}
