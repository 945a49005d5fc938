import { lookup } from 'node:dns/promises';
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { isIP } from 'node:net';
import { dirname, resolve } from 'node:path';
import type { Environment } from '@leadlock/core/environment';
import { countOf } from '../../program/formats.ts';
import { reasonOf } from '../../program/reason.ts';
import type { Check } from './examined.ts';
import { KEYED_VOICES } from './keyed-voices.ts';
import { failed, ok, warning, type Finding } from './finding.ts';

const MB = 1024 * 1024;
const SCARCE_MB = 1024;
const TOO_LITTLE_MB = 100;

const existingFolder = (path: string): string => (existsSync(path) ? path : existingFolder(dirname(path)));

export const checkDiskSpace: Check = {
  name: 'disk space',
  run: async ({ environment }) => {
    const folder = resolve(environment.DATA_DIR ?? '.');
    const { bavail, bsize } = await statfs(existingFolder(folder));
    const free = Math.floor((bavail * bsize) / MB);
    const detail = `${free >= 10 * 1024 ? `${Math.floor(free / 1024)} GB` : `${free} MB`} free for ${folder}`;
    if (free < TOO_LITTLE_MB) return [failed('disk space', detail, 'free up space, or move DATA_DIR')];
    if (free < SCARCE_MB) return [warning('disk space', detail, 'free up space before uploads fail')];
    return [ok('disk space', detail)];
  },
};

/** The addresses that the services connect to, of vendors only those with a key. */
function addressesInUse(environment: Partial<Environment>): string[] {
  const voices = KEYED_VOICES.flatMap(({ service: { variables } }) =>
    environment[variables.key] === undefined ? [] : [environment[variables.api], environment[variables.realtime]],
  );
  const addresses = [
    environment.PUBLIC_API_URL,
    environment.PUBLIC_GATEWAY_URL,
    environment.DASHBOARD_URL,
    environment.DATABASE_URL,
    environment.DATABASE_OWNER_URL,
    environment.TWILIO_API_URL,
    environment.TWILIO_MESSAGING_URL,
    environment.LOCAL_LLM_URL,
    environment.S3_ENDPOINT,
    environment.OTEL_EXPORTER_OTLP_ENDPOINT,
    ...voices,
    ...(environment.ANTHROPIC_API_KEY ? [environment.ANTHROPIC_API_URL] : []),
    ...(environment.RESEND_API_KEY ? [environment.RESEND_API_URL] : []),
  ];
  return addresses.filter((address) => typeof address === 'string');
}

export const checkDns: Check = {
  name: 'DNS',
  run: async ({ environment }) => {
    const names = addressesInUse(environment).map((address) => URL.parse(address)?.hostname ?? '');
    const hosts = [...new Set(names)].filter((name) => name !== '' && isIP(name.replace(/^\[|\]$/g, '')) === 0);
    const found = await Promise.all(
      hosts.map(async (host): Promise<Finding | null> => {
        try {
          await lookup(host);
          return null;
        } catch (error) {
          return failed('DNS', `can’t resolve ${host} (${reasonOf(error)})`, 'fix the variable or the DNS resolver');
        }
      }),
    );
    const missing = found.filter((finding) => finding !== null);
    return missing.length > 0 ? missing : [ok('DNS', `${countOf(hosts.length, 'host name')} resolved`)];
  },
};
