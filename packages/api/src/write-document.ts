import { writeFileSync } from 'node:fs';
import { buildDocument, formatDocument } from './document.ts';

/** Writes the document that the repository keeps, beside this package's manifest. */
writeFileSync(new URL('../openapi.json', import.meta.url), formatDocument(buildDocument()));
