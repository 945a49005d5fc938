import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** A program that the workspace installed. */
export const tool = (name: string): string => join(ROOT, 'node_modules', '.bin', name);
