import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './repository.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

test('every image that a container starts from is named by whoever builds, with a digest', () => {
  const dockerfile = read('docker/Dockerfile');
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
  expect(bases).toEqual(['${NODE_IMAGE}', '${NODE_IMAGE}']);
  expect(dockerfile).toMatch(/^ARG NODE_IMAGE$/m);
  expect(dockerfile).toContain('*@sha256:*) ;;');
  const images = [...read('docker/compose.yaml').matchAll(/^ +image: (.+)$/gm)].map(([, image]) => image);
  expect(images).toEqual(['leadlock', '${POSTGRES_IMAGE:?set it in docker/.env}']);
});

test('secrets stay out of what Docker is sent', () => {
  const ignored = read('.dockerignore').split('\n');
  for (const pattern of ['**/.env', '**/.env.*', '**/*.pem', '**/*.key', '.git', '.data', 'docker']) {
    expect(ignored).toContain(pattern);
  }
});
