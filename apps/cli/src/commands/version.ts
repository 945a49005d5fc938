import type { Command } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { withExamples } from '../program/examples.ts';
import { writeJson, writeLine } from '../program/output.ts';

/** `leadlock version` */
export function addVersionCommand(program: Command): void {
  const command = program
    .command('version')
    .description('print the version')
    .action(async (_options: object, command: Command) => {
      const { json } = command.optsWithGlobals<{ json?: boolean }>();
      await (json ? writeJson({ version: manifest.version }) : writeLine(manifest.version));
    });
  withExamples(command, [['leadlock version', 'print the version']]);
}
