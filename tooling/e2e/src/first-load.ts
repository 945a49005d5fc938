import type { Locator, Page, Request } from 'playwright-core';

export interface FirstLoad {
  /** The scripts that were asked for, by their paths below `/app/`. */
  scripts: Set<string>;
  /** The longest chain of requests that had to wait for one another after the document: two are scripts, then data. */
  chain: string[];
}

interface Timed {
  request: Request;
  startedAt: number;
  endedAt: number;
}

/**
 * With it, requests that do not wait for one another overlap for sure, as they would on a real network; without it a
 * local server answers before the next one is sent.
 */
const LATENCY_MS = 250;
/** What a page shows only after it has them. Pictures, sound, fonts and what goes on for good hold nothing up. */
const BLOCKING = new Set(['script', 'stylesheet', 'fetch', 'xhr']);

/** Loads a page with an empty cache, until `ready`, which needs its data, can be seen, and measures what that took. */
export async function measureFirstLoad(page: Page, path: string, ready: Locator): Promise<FirstLoad> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: LATENCY_MS,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  const started = new Map<Request, number>();
  const timed: Timed[] = [];
  const onRequest = (request: Request): void => {
    started.set(request, performance.now());
  };
  const onFinished = (request: Request): void => {
    const startedAt = started.get(request);
    if (startedAt !== undefined) timed.push({ request, startedAt, endedAt: performance.now() });
  };
  page.on('request', onRequest);
  page.on('requestfinished', onFinished);
  await page.goto(path);
  await ready.waitFor();
  page.off('request', onRequest);
  page.off('requestfinished', onFinished);
  await session.detach();
  const blocking = await Promise.all(timed.map(async (entry) => ((await holdsUp(entry.request)) ? [entry] : [])));
  const scripts = new Set(
    [...started.keys()]
      .filter((request) => request.resourceType() === 'script')
      .map((request) => new URL(request.url()).pathname.replace(/^\/app\//, '')),
  );
  return { scripts, chain: longestChain(blocking.flat()) };
}

async function holdsUp(request: Request): Promise<boolean> {
  if (!BLOCKING.has(request.resourceType())) return false;
  const response = await request.response();
  return !response?.headers()['content-type']?.startsWith('audio/');
}

/** The most requests of which each began after the one before had ended. */
function longestChain(requests: readonly Timed[]): string[] {
  const chains: { endedAt: number; urls: string[] }[] = [];
  for (const { request, startedAt, endedAt } of requests.toSorted((one, other) => one.startedAt - other.startedAt)) {
    const before = chains.filter((chain) => chain.endedAt <= startedAt).map(({ urls }) => urls);
    const longest = before.toSorted((one, other) => other.length - one.length)[0] ?? [];
    chains.push({ endedAt, urls: [...longest, new URL(request.url()).pathname] });
  }
  return chains.map(({ urls }) => urls).toSorted((one, other) => other.length - one.length)[0] ?? [];
}
