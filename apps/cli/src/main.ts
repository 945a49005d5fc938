#!/usr/bin/env node
/**
 * The command line `leadlock`.
 *
 * How a command is added: one file in `commands/<noun>/` (or `operator/`) exports `addXCommand(program)`, which calls
 * `program.command(…)`, gives it a description, options, `withExamples(…)` and an action, and is called by the list
 * above it (`commands/<noun>/…` or `operator/commands.ts`, in the end `program/program.ts`). An action prints its
 * result with `write…` of `program/output.ts` (one JSON document with `--json`), says everything else with `note`,
 * and throws a `CliError` with an exit code of `program/exit-codes.ts`. What only some commands need (server code
 * above all) is imported inside the action: `leadlock --help` should not wait for it.
 */
import { createProgram } from './program/program.ts';
import { endWhenReaderIsGone, runProgram } from './program/run-program.ts';

endWhenReaderIsGone();
process.exitCode = await runProgram(createProgram(), process.argv);
