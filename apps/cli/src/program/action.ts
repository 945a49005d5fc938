/* oxlint-disable typescript/no-unnecessary-type-parameters -- commander does not know the types; whoever adds a command names them. */
import type { Command } from 'commander';
import { connect, type Connection, type GlobalOptions } from '../api/connection.ts';

export interface Invocation<Options> extends Connection {
  options: Options & GlobalOptions;
}

/** Gives a command what it does, with its arguments in order, its options and the global ones, and the API. */
export function onApi<Args extends unknown[], Options extends object = object>(
  command: Command,
  run: (call: Invocation<Options>, ...args: Args) => Promise<void>,
): Command {
  return onLocal<Args, Options>(command, async (options, ...args) =>
    run({ ...(await connect(options)), options }, ...args),
  );
}

/** The same for what needs no API, or talks to it in its own way. */
export function onLocal<Args extends unknown[], Options extends object = object>(
  command: Command,
  run: (options: Options & GlobalOptions, ...args: Args) => Promise<void>,
): Command {
  return command.action((...given: unknown[]) => {
    // Commander passes the arguments, the command's own options and the command.
    const args = given.slice(0, -2) as Args;
    return run(command.optsWithGlobals<Options & GlobalOptions>(), ...args);
  });
}
