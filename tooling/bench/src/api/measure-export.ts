import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { processUsage } from '../voice/process-usage.ts';
import { startServer } from './bench-server.ts';
import type { BenchData } from './seed.ts';

const SAMPLE_MS = 50;
const LINE_FEED = 10;
/** A reader that stops reads so much first, and then nothing for so long. */
const READ_BEFORE_STOP = 1_000_000;
const STOP_MS = 5_000;
const MEGABYTE = 1_000_000;

type Reader = 'steady' | 'stops';

interface Download {
  lines: number;
  bytes: number;
  seconds: number;
  /** What resident memory rose by, at its highest. */
  rssGrowthBytes: number;
}

async function open(url: string, token: string): Promise<IncomingMessage> {
  const request = get(url, { headers: { authorization: `Bearer ${token}` } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`${url} was answered with ${response.statusCode}`);
  return response;
}

async function download(url: string, token: string, pid: number, reader: Reader): Promise<Download> {
  const before = processUsage(pid).rssBytes;
  let peak = before;
  const sampling = setInterval(() => {
    peak = Math.max(peak, processUsage(pid).rssBytes);
  }, SAMPLE_MS);
  const startedAt = performance.now();
  let lines = 0;
  let bytes = 0;
  let hasStopped = false;
  for await (const chunk of (await open(url, token)) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines += 1;
    if (reader === 'stops' && !hasStopped && bytes > READ_BEFORE_STOP) {
      hasStopped = true;
      await sleep(STOP_MS);
    }
  }
  clearInterval(sampling);
  const seconds = (performance.now() - startedAt) / 1_000;
  return { lines, bytes, seconds, rssGrowthBytes: peak - before };
}

/** What the export of all calls as CSV costs the server that sends it, which must not hold its rows. */
export async function measureExport(data: BenchData, calls: number): Promise<void> {
  const { child, port } = await startServer('leadlock', data);
  const pid = child.pid;
  if (pid === undefined) throw new Error('The server did not start');
  const url = `http://127.0.0.1:${port}/agency/usage/export`;
  const today = new Date().toISOString().slice(0, 10);
  try {
    // One day, so that what is loaded and compiled once is not counted.
    await download(`${url}?date_from=${today}`, data.token, pid, 'steady');
    for (const reader of ['steady', 'stops'] as const) {
      const { lines, bytes, seconds, rssGrowthBytes } = await download(url, data.token, pid, reader);
      // The first line names the columns.
      const rows = lines - 1;
      if (rows !== calls) throw new Error(`The export has ${rows} rows for ${calls} calls`);
      const who = reader === 'steady' ? 'read as fast as it comes' : `read with a stop of ${STOP_MS / 1_000} s`;
      console.log(
        `/agency/usage/export, ${who}: ${rows} rows, ${(bytes / MEGABYTE).toFixed(1)} MB in ${seconds.toFixed(1)} s, ` +
          `${Math.round(rows / seconds)} rows/s; the server's memory rose by ${(rssGrowthBytes / MEGABYTE).toFixed(1)} MB`,
      );
    }
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}
