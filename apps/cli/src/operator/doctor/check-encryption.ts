import { countDamagedValues, countSealedValues } from '@leadlock/context/sealed-values';
import { countOf } from '../../program/formats.ts';
import { SEALED_VALUES } from '../sealed-values.ts';
import { withDatabase } from './check-database.ts';
import type { Check } from './examined.ts';
import { failed, ok, warning, type Finding } from './finding.ts';

const CHECK = 'encryption';
/** Of each kind; opening one takes about ten microseconds. */
const MAX_OPENED = 5_000;

export const checkEncryption: Check = {
  name: CHECK,
  run: withDatabase(CHECK, async (db, { secrets }) => {
    if (!secrets) return [warning(CHECK, 'skipped: invalid ENCRYPTION_KEY', 'see above')];
    const findings: Finding[] = [];
    let current = 0;
    let older = 0;
    for (const values of SEALED_VALUES) {
      const counts = await countSealedValues(db, secrets, values);
      current += counts.current;
      older += counts.older;
      if (counts.lost > 0) {
        const detail = `${counts.lost} of the ${values.name} ${counts.lost === 1 ? 'is' : 'are'} encrypted with a key that is not in ENCRYPTION_KEY`;
        findings.push(
          failed(CHECK, detail, 'append the key used at that time to ENCRYPTION_KEY, separated by a comma'),
        );
      }
      const damaged = await countDamagedValues(db, secrets, values, MAX_OPENED);
      if (damaged > 0) {
        const detail = `${damaged} of the ${values.name} can’t be ${damaged === 1 ? 'decrypted: it was' : 'decrypted: they were'} modified`;
        findings.push(failed(CHECK, detail, 'restore them from a backup, or enter them again'));
      }
    }
    if (older > 0) {
      const detail = `${countOf(older, 'stored secret')} encrypted with an older key`;
      findings.push(warning(CHECK, detail, 'run `leadlock rotate-keys`, then remove the older key'));
    } else if (secrets.prefixes.length > 1 && findings.length === 0) {
      const detail = 'ENCRYPTION_KEY contains older keys that are no longer used';
      findings.push(warning(CHECK, detail, 'keep only the first key'));
    }
    return findings.length > 0
      ? findings
      : [ok(CHECK, `${countOf(current, 'stored secret')} encrypted with ENCRYPTION_KEY`)];
  }),
};
