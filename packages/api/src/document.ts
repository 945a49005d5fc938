import { FunctionCallLog } from '@leadlock/telephony/calls';
import { buildOpenApiDocument } from '@leadlock/trpc/document';
import manifest from '../package.json' with { type: 'json' };
import { describeRateLimits } from './describe-rate-limits.ts';
import { addHealthOperation } from './health-operation.ts';
import { appRouter } from './router.ts';
import { TAGS } from './tags.ts';

const DESCRIPTION = `AI agents on phone numbers and text channels, for agencies and businesses.

Authenticate with an access token (\`Authorization: Bearer …\`) or an API key (\`X-API-Key\`). Agency users name the sub-account
to act on in \`X-Sub-Account-Id\`. Errors are \`{"detail": …}\`. Every response includes \`X-Request-Id\`. Times are ISO 8601 in UTC,
amounts are in cents, and phone numbers are in E.164 format.`;

/** The OpenAPI document of the whole API. It takes tens of milliseconds; keep the result. */
export function buildDocument(baseUrl = '/'): ReturnType<typeof buildOpenApiDocument> {
  const document = buildOpenApiDocument(appRouter, {
    title: 'Leadlock API',
    version: manifest.version,
    description: DESCRIPTION,
    baseUrl,
    tags: TAGS,
    // What stands in a call's `metadata.function_calls`.
    schemas: { FunctionCallLog },
  });
  describeRateLimits(document);
  addHealthOperation(document, TAGS);
  return document;
}

/** The document as the repository keeps it. */
export const formatDocument = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;
