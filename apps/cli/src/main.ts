#!/usr/bin/env node
/**
 * The command line `leadlock`.
 *
 * How a command is added: one file in `commands/<noun>/` (or `operator/`) exports `addXCommand(program)`, which calls
 * `program.command(…)`, gives it a description, options, `withExamples(…)` and what it does, and is called by the list
 * beside it (`commands.ts`, which `program/program.ts` looks for in every folder of `commands`). What talks to
 * the API takes `onApi(command, async ({ api, options }, …args) => …)` of `program/action.ts`, anything else `onLocal`.
 * It prints its result with `write…` of `program/output.ts` (one JSON document with `--json`), says everything else
 * with `note`, and throws a `CliError` with an exit code of `program/exit-codes.ts`. What only some commands need
 * (server code above all) is imported when they run: `leadlock --help` should not wait for it.
 */
import { enableCompileCache } from 'node:module';

// Halves the time until the first word, from the second run on; the rest is imported after it.
enableCompileCache();
const { endOnInterrupt, endWithReader } = await import('./program/interrupt.ts');
const { createProgram } = await import('./program/program.ts');
const { runProgram } = await import('./program/run-program.ts');

endWithReader();
endOnInterrupt();
process.exitCode = await runProgram(createProgram(), process.argv);
