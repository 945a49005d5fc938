import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import staticFiles from 'express-static-gzip';
import { pagePreloads, type ViteManifest } from './page-preloads.ts';

/** What Vite made of the dashboard. */
export interface DashboardBuild {
  template: string;
  preloadsOf: (path: string) => readonly string[];
  serveFiles: RequestHandler;
}

/** Gives the build that lies in a folder at the moment, or null while there is none. */
export function currentBuild(folder: string): () => Promise<DashboardBuild | null> {
  let known: { writtenAt: number; build: Promise<DashboardBuild> } | null = null;
  return async () => {
    const index = await stat(join(folder, 'index.html')).catch(() => null);
    if (index === null) return null;
    if (known?.writtenAt !== index.mtimeMs) known = { writtenAt: index.mtimeMs, build: readBuild(folder) };
    return known.build;
  };
}

async function readBuild(folder: string): Promise<DashboardBuild> {
  const [template, manifest] = await Promise.all([
    readFile(join(folder, 'index.html'), 'utf8'),
    readFile(join(folder, '.vite', 'manifest.json'), 'utf8'),
  ]);
  return {
    template,
    preloadsOf: pagePreloads(JSON.parse(manifest) as ViteManifest),
    serveFiles: staticFiles(folder, {
      enableBrotli: true,
      orderPreference: ['br', 'gzip'],
      index: false,
      serveStatic: {
        cacheControl: false,
        redirect: false,
        // Names in assets/ carry a hash of what is in them.
        setHeaders: (response, path) =>
          response.setHeader(
            'Cache-Control',
            path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
          ),
      },
    }),
  };
}
