import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import { createProgram } from '../../src/program/program.ts';
import { runProgram } from '../../src/program/run-program.ts';

/** How a command ended. */
export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Surroundings {
  environment: Record<string, string>;
  input: string;
  cwd: string;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a command line in this process, which takes a tenth of the time of one of its own. A process has one environment
 * and one stdout, so commands take turns.
 */
export function runHere(args: readonly string[], surroundings: Surroundings): Promise<CliResult> {
  const result = last.then(() => runNow(args, surroundings));
  last = result.catch(() => undefined);
  return result;
}

async function runNow(args: readonly string[], { environment, input, cwd }: Surroundings): Promise<CliResult> {
  const before = {
    environment: { ...process.env },
    cwd: process.cwd(),
    exitCode: process.exitCode,
    argv: process.argv,
  };
  const stdout = capture(process.stdout);
  const stderr = capture(process.stderr);
  const giveBackStdin = replaceStdin(input);
  replaceEnvironment(environment);
  process.chdir(cwd);
  process.argv = [process.execPath, 'leadlock', ...args];
  process.exitCode = undefined;
  try {
    const code = await runProgram(createProgram(), process.argv).catch((error: unknown) => {
      process.stderr.write(`${inspect(error)}\n`);
      return 1;
    });
    return { code, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    process.exitCode = before.exitCode;
    process.argv = before.argv;
    process.chdir(before.cwd);
    replaceEnvironment(before.environment);
    giveBackStdin();
    stdout.end();
    stderr.end();
  }
}

function capture(stream: NodeJS.WriteStream) {
  const chunks: Buffer[] = [];
  const write = stream.write.bind(stream);
  stream.write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown) => {
    chunks.push(Buffer.from(chunk as string));
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') process.nextTick(callback);
    return true;
  };
  return {
    text: () => Buffer.concat(chunks).toString('utf8'),
    end: () => {
      stream.write = write;
    },
  };
}

function replaceStdin(input: string): () => void {
  const property = Object.getOwnPropertyDescriptor(process, 'stdin') ?? {};
  Object.defineProperty(process, 'stdin', {
    configurable: true,
    value: Readable.from(input === '' ? [] : [Buffer.from(input)]),
  });
  return () => Object.defineProperty(process, 'stdin', property);
}

/** Of the process itself, not of a copy: Node looks there for the time zone. */
function replaceEnvironment(variables: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in variables)) delete process.env[name];
  Object.assign(process.env, variables);
}
