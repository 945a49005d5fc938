import { Command } from 'commander';
import { expect, test, vi } from 'vitest';
import { CliError } from './cli-error.ts';
import { EXIT } from './exit-codes.ts';
import { runProgram } from './run-program.ts';

async function told(message: string, details: readonly string[]): Promise<string> {
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const program = new Command().action(() => {
      throw new CliError(message, { details, exitCode: EXIT.usage });
    });
    expect(await runProgram(program, ['node', 'leadlock'])).toBe(EXIT.usage);
    return stderr.mock.calls.map(([text]) => String(text)).join('');
  } finally {
    stderr.mockRestore();
  }
}

test('what is wrong with the one field is told once, with several fields each', async () => {
  expect(await told('The URL is private', ['url: The URL is private'])).toBe('Error: The URL is private\n');
  expect(await told('Validation failed', ['url: Required', 'name: Too long'])).toBe(
    'Error: Validation failed\n  url: Required\n  name: Too long\n',
  );
});
