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
    if (!secrets) return [warning(CHECK, 'not looked at, since ENCRYPTION_KEY cannot be used', 'see above')];
    const findings: Finding[] = [];
    let current = 0;
    let older = 0;
    for (const values of SEALED_VALUES) {
      const counts = await countSealedValues(db, secrets, values);
      current += counts.current;
      older += counts.older;
      if (counts.lost > 0) {
        const detail = `${counts.lost} of the ${values.name} ${counts.lost === 1 ? 'is' : 'are'} sealed under a key that is not in ENCRYPTION_KEY`;
        findings.push(failed(CHECK, detail, 'add the key that was in use when that was stored, behind a comma'));
      }
      const damaged = await countDamagedValues(db, secrets, values, MAX_OPENED);
      if (damaged > 0) {
        const detail = `${damaged} of the ${values.name} ${damaged === 1 ? 'does' : 'do'} not open although the key is there: changed since`;
        findings.push(failed(CHECK, detail, 'restore them from a backup, or have them entered anew'));
      }
    }
    if (older > 0) {
      const detail = `${countOf(older, 'stored secret')} under an older key`;
      findings.push(warning(CHECK, detail, 'run `leadlock rotate-keys`, then take the older key out'));
    } else if (secrets.prefixes.length > 1 && findings.length === 0) {
      const detail = 'ENCRYPTION_KEY holds older keys that nothing needs any more';
      findings.push(warning(CHECK, detail, 'leave only the first key in it'));
    }
    return findings.length > 0 ? findings : [ok(CHECK, `${countOf(current, 'stored secret')} under ENCRYPTION_KEY`)];
  }),
};
