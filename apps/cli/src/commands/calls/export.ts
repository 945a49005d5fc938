import type { Command } from 'commander';
import { onApi } from '../../program/action.ts';
import { CliError, usageError } from '../../program/cli-error.ts';
import { withExamples } from '../../program/examples.ts';
import { success, write, writeJson } from '../../program/output.ts';
import { saveTo } from '../../program/save-to.ts';
import { toFilterInput, withCallFilters, type CallFilters } from './list.ts';

function queryOf(filters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value !== undefined) query.set(name, value);
  return query.toString();
}

/** `leadlock calls export` */
export function addCallsExport(calls: Command): void {
  const command = withCallFilters(
    calls
      .command('export')
      .description('export matching calls as CSV')
      .option('-o, --output <file>', 'output file (default: stdout)'),
  );
  onApi<[], CallFilters & { output?: string }>(command, async ({ api, rest, options }) => {
    if (options.json && options.output === undefined)
      throw usageError('--json requires --output, because exports are CSV', 'Use leadlock calls list --json for JSON.');
    const { body } = await rest(`/calls/export?${queryOf(await toFilterInput(api, options))}`, 'text/csv');
    if (body === null) throw new CliError('Empty response from the API');
    if (options.output === undefined) {
      for await (const chunk of body) await write(chunk);
      return;
    }
    await saveTo(options.output, body);
    if (options.json) await writeJson({ file: options.output });
    else success(`Saved to ${options.output}`);
  });
  withExamples(command, [
    ['leadlock calls export --from 2026-11-01 --to 2026-11-30 -o november.csv', 'export a month of calls'],
    ['leadlock calls export --status failed | head', 'preview failed calls'],
  ]);
}
