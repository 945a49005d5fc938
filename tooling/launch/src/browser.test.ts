import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findOrInstallBrowser, type BrowserSearch } from './browser.ts';

let folder: string;
const said = vi.fn<(line: string) => void>();
const install = vi.fn<NonNullable<BrowserSearch['install']>>();

function program(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, 0o755);
  return path;
}

/** A machine whose PATH is one folder, and that has no browser anywhere else. */
const search = (more: Partial<BrowserSearch> = {}): BrowserSearch => ({
  variables: { PATH: join(folder, 'bin') },
  say: said,
  places: [join(folder, 'opt/chrome')],
  playwrightBrowser: () => join(folder, 'playwright/chrome'),
  install,
  isRoot: true,
  ...more,
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadlock-browser-'));
  for (const name of ['bin', 'opt', 'playwright']) mkdirSync(join(folder, name));
  said.mockReset();
  install.mockReset();
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a browser that is named is taken, and a wrong name is an error, not a reason to look on', async () => {
  program('bin/chromium');
  const named = program('mine');
  expect(await findOrInstallBrowser(search({ variables: { BROWSER_PATH: named } }))).toBe(named);
  const wrong = search({ variables: { BROWSER_PATH: '/nowhere/chrome', PATH: join(folder, 'bin') } });
  await expect(findOrInstallBrowser(wrong)).rejects.toThrow('/nowhere/chrome');
});

test.each(['bin/google-chrome', 'opt/chrome', 'playwright/chrome'])('%s is found without installing', async (name) => {
  const path = program(name);
  expect(await findOrInstallBrowser(search())).toBe(path);
  expect(install).not.toHaveBeenCalled();
});

test('a program that does not start is passed over', async () => {
  const [stub, real] = [program('bin/chromium-browser'), program('opt/chrome')];
  writeFileSync(stub, '#!/bin/sh\necho this needs the snap; exit 1\n');
  expect(await findOrInstallBrowser(search())).toBe(real);
});

test('Playwright’s download comes first, then Debian’s package', async () => {
  program('bin/apt-get');
  install.mockImplementation(async ([name, ...args]) => {
    if (args.includes('playwright-core') || name === process.execPath) throw new Error('the network is unreachable');
    if (args.includes('chromium')) program('bin/chromium');
  });
  expect(await findOrInstallBrowser(search())).toBe(join(folder, 'bin/chromium'));
  expect(install.mock.calls.map(([command]) => command.slice(1, 2)[0])).toEqual([
    expect.stringContaining('playwright-core'),
    'update',
    'install',
  ]);
  expect(said).toHaveBeenCalledTimes(2);
});

test('without any way to a browser it fails and tells what was tried', async () => {
  program('bin/apt-get');
  install.mockRejectedValue(new Error('the network is unreachable'));
  await expect(findOrInstallBrowser(search())).rejects.toThrow(
    /require Chromium[^]*PATH: not found[^]*download by Playwright: the network is unreachable[^]*apt-get[^]*unreachable[^]*BROWSER_PATH/,
  );
  install.mockClear();
  await expect(findOrInstallBrowser(search({ isRoot: false }))).rejects.toThrow(/download by Playwright/);
  expect(install).toHaveBeenCalledTimes(1);
});
