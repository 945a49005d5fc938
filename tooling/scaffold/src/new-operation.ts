import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tool } from '@leadlock/launch/repository';
import { withEntry, withImport } from './edit.ts';
import { findKnownSchemas, schemaModule } from './known-schemas.ts';
import { makePlan } from './make-plan.ts';
import { camelCase } from './names.ts';
import { findPlace, parsePlace } from './place.ts';
import type { Plan } from './plan.ts';
import { findOperation, readReference } from './reference.ts';
import { domainFiles } from './templates/domain.ts';
import { guessAccess } from './templates/access.ts';
import { emptyRouter, routerEntry } from './templates/router.ts';
import { schemasOf } from './templates/schemas.ts';
import { testFile } from './templates/test.ts';
import { verbFile } from './templates/verb.ts';

/** What is otherwise found by the operation: `crm/contacts`, `list-contacts`. */
export interface Wishes {
  place?: string;
  verb?: string;
}

/** What was written, relative to the repository, and what is left to do there. */
export interface Scaffolded {
  files: string[];
  left: string[];
}

const NEW_DOMAIN =
  'This is a new domain. Add it after the domains it imports to turbo.json (a line, and its name in the lines after ' +
  'it), packages/api/src/router.ts, packages/api/test/access-matrix/rows.ts, and ' +
  'packages/composition/src/domains.ts, and to their package.json files; then run pnpm install.';

/** The files that an operation changes, until they are written all at once. */
class Changes {
  readonly texts = new Map<string, string>();
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  read(file: string): string | null {
    const path = join(this.root, file);
    return this.texts.get(file) ?? (existsSync(path) ? readFileSync(path, 'utf8') : null);
  }

  add(file: string, text: string): void {
    if (this.read(file) !== null) throw new Error(`${file} already exists`);
    this.texts.set(file, text);
  }

  change(file: string, text: string): void {
    this.texts.set(file, text);
  }

  write(): string[] {
    for (const [file, text] of this.texts) {
      mkdirSync(dirname(join(this.root, file)), { recursive: true });
      writeFileSync(join(this.root, file), text);
    }
    const files = [...this.texts.keys()].sort();
    execFileSync(tool('oxfmt'), files, { cwd: this.root, stdio: 'ignore' });
    return files;
  }
}

function enterInRouter(changes: Changes, plan: Plan, moduleOf: (name: string) => string): void {
  const source = `packages/domains/${plan.domain}/src`;
  const file = `${source}/${plan.folder}/router.ts`;
  const name = `${camelCase(plan.folder)}Router`;
  const present = changes.read(file);
  if (present === null) {
    const root = `${source}/router.ts`;
    const entered = (changes.read(root) ?? '').replace('router({', `router({ ${camelCase(plan.folder)}: ${name},`);
    changes.change(root, withImport(entered, `./${plan.folder}/router.ts`, [name]));
  }
  const code = present ?? emptyRouter(plan);
  const key = new RegExp(`^ {2}${plan.key}:`, 'm').test(code) ? plan.functionName : plan.key;
  const entry = routerEntry({ ...plan, key });
  const schemas = [...entry.matchAll(/\.(?:input|output)\((?:z\.array\()?(\w+)\)/g)].map((match) => match[1] ?? '');
  let text = withEntry(code, entry);
  text = withImport(text, '@leadlock/trpc/init', [guessAccess(plan.operation).procedure]);
  text = withImport(text, `./${plan.verb}.ts`, [plan.functionName]);
  for (const schema of schemas) text = withImport(text, moduleOf(schema), [schema]);
  if (/\bz\.\w+\(/.test(entry)) text = withImport(text, 'zod', ['z']);
  changes.change(file, text);
}

function declareSchemas(changes: Changes, plan: Plan, { known, declarations }: Schemas): void {
  const file = `packages/domains/${plan.domain}/src/${plan.folder}/schemas.ts`;
  let code = changes.read(file) ?? `import { z } from 'zod';\n`;
  for (const [name, declaration] of declarations) {
    if (known.has(name) || new RegExp(`\\bexport const ${name}\\b`).test(code)) continue;
    if (/: Id\b/.test(declaration)) code = withImport(code, '@leadlock/core/id', ['Id']);
    for (const [used] of declaration.matchAll(/\b\w+\b/g)) {
      const home = known.get(used);
      const module = home === undefined ? './schemas.ts' : schemaModule(home, plan);
      if (module !== './schemas.ts') code = withImport(code, module, [used]);
    }
    code += `\n${declaration}\n`;
  }
  changes.change(file, code);
}

/** Whether a domain says what a field of a path names. */
const isKnownToMatrix = (root: string, field: string): boolean =>
  globSync('packages/domains/*/src/access-rows.ts', { cwd: root }).some((file) =>
    new RegExp(`\\b${field}\\b`).test(readFileSync(join(root, file), 'utf8')),
  );

interface Schemas {
  /** Those of all domains that the document knows, with where they stand. */
  known: ReadonlyMap<string, string>;
  declarations: ReadonlyMap<string, string>;
}

/**
 * Writes an operation as the reference has it, for its author to go on with: the verb is empty, the words and the example
 * are missing, the test fails.
 * @param wanted `GET /contacts/`
 * @throws when the reference does not have it, or it is there
 */
export function newOperation(root: string, wanted: string, { place, verb }: Wishes = {}): Scaffolded {
  const document = readReference();
  const operation = findOperation(document, wanted);
  const home = place === undefined ? findPlace(root, operation) : parsePlace(place);
  const plan = makePlan(document, operation, home, verb);
  const changes = new Changes(root);
  const domainFolder = `packages/domains/${plan.domain}`;
  const isNewDomain = changes.read(`${domainFolder}/package.json`) === null;
  if (isNewDomain) {
    for (const [file, text] of Object.entries(domainFiles(plan.domain))) changes.add(`${domainFolder}/${file}`, text);
  }
  const schemas = { known: findKnownSchemas(root), declarations: schemasOf(document, plan) };
  const moduleOf = (name: string): string => {
    const known = schemas.known.get(name);
    return known === undefined ? './schemas.ts' : schemaModule(known, plan);
  };
  const folder = `${domainFolder}/src/${plan.folder}`;
  changes.add(`${folder}/${plan.verb}.ts`, verbFile(plan, moduleOf));
  changes.add(`${folder}/${plan.verb}.test.ts`, testFile(plan));
  declareSchemas(changes, plan, schemas);
  enterInRouter(changes, plan, moduleOf);
  const unknown = operation.pathFields.filter((field) => !isKnownToMatrix(root, field));
  return {
    files: changes.write(),
    left: [
      ...(isNewDomain ? [NEW_DOMAIN] : []),
      `Say who may call it (${guessAccess(operation).procedure} is a guess), what it does, and add an example, in ${folder}/router.ts.`,
      'The reference has no limits: set lengths and ranges for inputs.',
      ...(operation.answer === null && operation.status !== 204 ? ['The reference has no response schema.'] : []),
      ...unknown.map((field) => `Say in ${domainFolder}/src/access-rows.ts what ${field} names.`),
      `Write ${plan.functionName} and its test; then run pnpm openapi.`,
    ],
  };
}
