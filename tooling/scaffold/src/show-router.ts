import { buildOpenApiDocument } from '@leadlock/trpc/document';
import { findExampleProblems } from '@leadlock/trpc/document-examples';

/*
 * Writes the document of the router in a file, and what it lacks. A process of its own, for tests: the document knows a
 * schema by its name only once.
 */
type Router = Parameters<typeof buildOpenApiDocument>[0];

const [, , file = ''] = process.argv;
const [router] = Object.values((await import(file)) as Record<string, Router>);
if (router === undefined) throw new Error(`${file} does not export a router`);
const document = buildOpenApiDocument(router, { title: '', version: '', baseUrl: '/' });
process.stdout.write(JSON.stringify({ document, problems: findExampleProblems(router) }));
