import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '@leadlock/launch/repository';

/** The domains in a folder of their own, to be written to; everything else is looked up in the repository. */
export interface TemporaryCopy {
  root: string;
  remove(): void;
}

export function copyDomains(): TemporaryCopy {
  const root = mkdtempSync(join(tmpdir(), 'leadlock-scaffold-'));
  const link = (path: string, to = path): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(join(ROOT, to), join(root, path), 'junction');
  };
  for (const domain of globSync('packages/domains/*', { cwd: ROOT })) {
    for (const part of ['package.json', 'src']) {
      cpSync(join(ROOT, domain, part), join(root, domain, part), { recursive: true });
    }
    link(`${domain}/node_modules`);
  }
  link('node_modules');
  cpSync(join(ROOT, '.oxfmtrc.json'), join(root, '.oxfmtrc.json'));
  cpSync(join(ROOT, 'tsconfig.json'), join(root, 'tsconfig.base.json'));
  return { root, remove: () => rmSync(root, { recursive: true }) };
}

/** Lets the compiler look at these files of the copy, and at what they import. */
export function writeTsconfig(root: string, files: readonly string[]): void {
  writeFileSync(join(root, 'tsconfig.json'), JSON.stringify({ extends: './tsconfig.base.json', files, include: [] }));
}
