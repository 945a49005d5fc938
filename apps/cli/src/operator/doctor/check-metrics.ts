import { withoutSlash } from '../../settings/address.ts';
import type { Check, Examined } from './examined.ts';
import { ok, warning, type Finding } from './finding.ts';
import { probe } from './http-probe.ts';

const NAME = 'metrics';

/** Whether anybody who asks gets the metrics. An address that does not answer is another check's finding. */
async function isOpen(examined: Examined, url: string): Promise<boolean> {
  const { status, body } = await probe(examined, url).catch(() => ({ status: 0, body: '' }));
  return status === 200 && body.startsWith('# HELP');
}

/** Metrics tell how much an installation is used, and by which operations: nothing for strangers. */
export const checkMetrics: Check = {
  name: NAME,
  run: async (examined): Promise<Finding[]> => {
    const { NODE_ENV, PUBLIC_API_URL, PUBLIC_GATEWAY_URL } = examined.environment;
    const addresses = [PUBLIC_API_URL, PUBLIC_GATEWAY_URL?.replace(/^ws/, 'http')]
      .filter((address) => address !== undefined)
      .map((address) => `${withoutSlash(address)}/metrics`);
    if (NODE_ENV !== 'production' || addresses.length === 0) return [];
    const open = await Promise.all(addresses.map((url) => isOpen(examined, url)));
    const readable = addresses.filter((_, index) => open[index]);
    if (readable.length === 0) return [ok(NAME, 'not public without a token')];
    const remedy = 'set METRICS_TOKEN for api, gateway, and worker, or block /metrics in the proxy';
    return [warning(NAME, `${readable.join(' and ')} can be read by anyone`, remedy)];
  },
};
