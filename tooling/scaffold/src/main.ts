import { parseArgs } from 'node:util';
import { ROOT } from '@leadlock/launch/repository';
import { newOperation } from './new-operation.ts';

// pnpm new-operation 'GET /contacts/' [crm/contacts] [list-contacts]
const { positionals } = parseArgs({ allowPositionals: true });
const [wanted = '', place, verb] = positionals;
try {
  const { files, left } = newOperation(ROOT, wanted, { place, verb });
  console.log([...files, '', ...left.map((line) => `- ${line}`)].join('\n'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
