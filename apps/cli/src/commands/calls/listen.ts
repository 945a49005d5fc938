import { open, type FileHandle } from 'node:fs/promises';
import type { Command } from 'commander';
import { WebSocket } from 'ws';
import { onApi } from '../../program/action.ts';
import { CliError } from '../../program/cli-error.ts';
import { withExamples } from '../../program/examples.ts';
import { duration } from '../../program/formats.ts';
import { onInterrupt } from '../../program/interrupt.ts';
import { note, success, writeJson } from '../../program/output.ts';
import { styledNote } from '../../program/terminal-text.ts';
import { findCallId } from './find-call.ts';
import { HeardSound, type Side } from './heard-sound.ts';
import { BYTES_PER_SECOND, wavHeader } from './wav-header.ts';

const SIDES: readonly Side[] = ['caller', 'agent'];
const WRITE_EVERY_MS = 500;
const TOO_MANY = 1013;
/** So long a gateway may take to answer at all. */
const PATIENCE_MS = 15_000;

/** A file that what is heard is written to as it comes. */
class SoundFile {
  readonly #opened: Promise<FileHandle>;
  readonly #heard = new HeardSound();
  readonly #began = performance.now();
  /** What was begun to be written; one after another. */
  #written: Promise<void>;
  #bytes = 0;

  /** What people say is for nobody else on this machine. */
  constructor(path: string) {
    this.#opened = open(path, 'w', 0o600).catch((error: Error) => {
      throw new CliError(`Can’t write ${path}: ${error.message}`, { cause: error });
    });
    this.#written = this.#append(wavHeader(null));
    // Told by what is written next.
    this.#written.catch(() => undefined);
  }

  #now(): number {
    return performance.now() - this.#began;
  }

  async #append(bytes: Uint8Array): Promise<void> {
    await (await this.#opened).write(bytes);
  }

  #write(untilMs: number): Promise<void> {
    const sound = this.#heard.take(untilMs);
    this.#bytes += sound.length;
    this.#written = this.#written.then(() => this.#append(sound));
    return this.#written;
  }

  add(side: Side, sound: Uint8Array): void {
    this.#heard.add(side, sound, this.#now());
  }

  clear(): void {
    this.#heard.clear(this.#now());
  }

  /** Writes what no later sound changes. */
  settle(): Promise<void> {
    return this.#write(HeardSound.settledAt(this.#now()));
  }

  /** Writes the rest. @returns how many seconds the file has */
  async end(): Promise<number> {
    await this.#write(this.#heard.endsAt(this.#now()));
    const header = wavHeader(this.#bytes);
    const file = await this.#opened;
    await file.write(header, 0, header.length, 0);
    await file.close();
    return this.#bytes / BYTES_PER_SECOND;
  }
}

interface Access {
  url: string;
  token: string;
}

/**
 * Hears a call until it ends. @param begin is called once there is something to hear
 * @throws CliError for a call that cannot be heard, or whose gateway is lost
 */
function hear({ url, token }: Access, begin: () => SoundFile): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { handshakeTimeout: PATIENCE_MS });
    let file: SoundFile | null = null;
    const writing = setInterval(() => {
      file?.settle().catch(fail);
    }, WRITE_EVERY_MS);
    const finish = (): void => {
      clearInterval(writing);
      socket.terminate();
    };
    function fail(error: unknown): void {
      finish();
      reject(error instanceof Error ? error : new Error(String(error)));
    }
    socket.on('open', () => socket.send(JSON.stringify({ type: 'start', token })));
    socket.on('error', ({ message }) => fail(new CliError(`Can’t reach the call: ${message}`)));
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) {
        const side = SIDES[data[0] ?? -1];
        if (side !== undefined) file?.add(side, data.subarray(1));
        return;
      }
      const { type } = JSON.parse(data.toString()) as { type?: string };
      if (type === 'ready') file = begin();
      if (type === 'clear') file?.clear();
      if (type === 'ended') {
        finish();
        resolve();
      }
    });
    socket.on('close', (code) => {
      if (file !== null) fail(new CliError('The connection was lost. Run the command again to go on listening.'));
      else if (code === TOO_MANY) fail(new CliError('10 people are listening to this call already'));
      else fail(new CliError(`The call can’t be listened to (WebSocket close code ${code})`));
    });
  });
}

/** `leadlock calls listen` */
export function addCallsListen(calls: Command): void {
  const command = calls
    .command('listen')
    .description('listen to an active call and save what is heard, until it ends or you press Ctrl+C')
    .argument('<call>', 'call ID, or its beginning')
    .requiredOption('-o, --output <file>', 'WAV file, with the caller on the left and the agent on the right');
  onApi<[string], { output: string }>(command, async ({ api, options }, named) => {
    const { output } = options;
    const callId = await findCallId(api, named);
    const access = await api.calls.listen.mutate({ call_id: callId });
    let file: SoundFile | undefined;
    let ending: Promise<number> | undefined;
    const end = (): Promise<number> => (ending ??= file?.end() ?? Promise.resolve(0));
    const release = onInterrupt(async () => {
      const seconds = await end();
      if (file !== undefined) success(`Saved ${duration(seconds) ?? ''} to ${output}`);
    });
    try {
      await hear(access, () => {
        note(styledNote('dim', 'Listening. Press Ctrl+C to stop.'));
        return (file = new SoundFile(output));
      });
    } catch (error) {
      await end();
      throw error;
    } finally {
      release();
    }
    const seconds = await end();
    if (options.json) await writeJson({ call_id: callId, file: output, duration_seconds: seconds });
    else success(`The call ended. Saved ${duration(seconds) ?? ''} to ${output}`);
  });
  withExamples(command, [
    ['leadlock calls listen 019ac2f4-6a1e-7c1b-9d6e-3f2a1b0c9d8e -o call.wav', 'listen to an active call'],
  ]);
}
