import { watch } from 'node:fs';
import { join, sep } from 'node:path';
import { ROOT } from './repository.ts';
import { SERVICES, type ServiceName } from './services.ts';

const SETTLE_MS = 200;

/** Calls back with the services to restart when source files change: the app's own, or all for a package. */
export function watchSources(onChange: (services: ServiceName[]) => void): void {
  const changed = new Set<ServiceName>();
  let timer: NodeJS.Timeout | undefined;
  const note = (folder: string, file: string | null): void => {
    if (!file?.endsWith('.ts') || file.endsWith('.test.ts') || file.split(sep).includes('node_modules')) return;
    for (const { name, entry } of SERVICES) {
      if (folder === 'packages' || entry.startsWith(`apps/${file.split(sep)[0]}/`)) changed.add(name);
    }
    clearTimeout(timer);
    timer = setTimeout(() => {
      const services = [...changed];
      changed.clear();
      if (services.length > 0) onChange(services);
    }, SETTLE_MS);
  };
  for (const folder of ['apps', 'packages']) {
    watch(join(ROOT, folder), { recursive: true }, (_event, file) => note(folder, file));
  }
}
