#!/usr/bin/env node
// From nothing but Node 18+ and npm: puts pnpm, and a newer Node where this one is too old, into .tooling, installs the
// workspace when the lock file has changed, then runs the TypeScript file asked for.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_VERSION = '24.21.0';
const PNPM_VERSION = '12.21.0';
// The first release that runs TypeScript files as they are and has what our dependencies need.
const OLDEST_NODE = [22, 19];

const root = dirname(fileURLToPath(import.meta.url));
const toolFolder = join(root, '.tooling');
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
environment.TURBO_TELEMETRY_DISABLED ??= '1';
// What Node makes of our TypeScript is kept for the next start, so that it is faster.
environment.NODE_COMPILE_CACHE ??= join(toolFolder, 'compile-cache');

/** A step of the set-up. Its chatter goes to stderr: stdout belongs to the program that is started. */
function run(command, args, folder = root) {
  const result = spawnSync(command, args, {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (result.error) {
    console.error(`Could not run ${command}: ${result.error.message}`);
    process.exit(1);
  }
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** Whether .tooling has to hold a Node: this one is too old, or it is the one that was put there. */
function needsOwnNode() {
  if (existsSync(toolFolder) && realpathSync(process.execPath).startsWith(realpathSync(toolFolder) + sep)) return true;
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
}

function installTools() {
  const packages = [`pnpm@${PNPM_VERSION}`];
  if (needsOwnNode()) {
    const platform = process.platform === 'win32' ? 'win' : process.platform;
    packages.push(`node-${platform}-${process.arch}@${NODE_VERSION}`);
  }
  const wanted = packages.join(' ');
  const stamp = join(toolFolder, 'stamp');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    mkdirSync(toolFolder, { recursive: true });
    writeFileSync(join(toolFolder, 'package.json'), JSON.stringify({ private: true, allowScripts: { pnpm: true } }));
    run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...packages], toolFolder);
    writeFileSync(stamp, wanted);
  }
  environment.PATH = join(toolFolder, 'node_modules', '.bin') + delimiter + environment.PATH;
  return wanted;
}

function installWorkspace(tools) {
  const lock = readFileSync(join(root, 'pnpm-lock.yaml'));
  const key = createHash('sha256').update(lock).update(tools).digest('hex');
  const stamp = join(root, 'node_modules', '.install-stamp');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;
  run('pnpm', ['install', '--frozen-lockfile']);
  writeFileSync(stamp, key);
}

/** Runs the program in our place: it gets our signals, and we end as it does. */
function become(command, args) {
  const child = spawn(command, args, { cwd: root, env: environment, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`Could not run ${command}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

installWorkspace(installTools());
const node = needsOwnNode() ? join(toolFolder, 'node_modules', '.bin', 'node') : process.execPath;
become(node, process.argv.slice(2));
