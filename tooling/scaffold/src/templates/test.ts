import { camelCase } from '../names.ts';
import type { Plan } from '../plan.ts';
import { guessAccess } from './access.ts';

/** The cases of every operation. Those that need rows fail until their author has made them. */
export function testFile(plan: Plan): string {
  const { operation, domain, verb, domainRouter, refused } = plan;
  const { method, path, pathFields, status, body } = operation;
  const ids = pathFields.map((field) => `const ${camelCase(field)} = newId();\n`).join('');
  const url =
    pathFields.length === 0
      ? `'${path}'`
      : `\`${path.replaceAll(/\{(\w+)\}/g, (_, field: string) => `\${${camelCase(field)}}`)}\``;
  const testing = domain === 'identity' ? '../testing/index.ts' : '@leadlock/identity/testing';
  const sent = body === null ? '' : ', body';
  const { context, account, user, refused: others } = guessAccess(operation);
  const refusals = Object.entries(others).map(
    ([name, other]) => `  const ${name} = await signIn(ctx, ${other.account}, ${other.user});
  expect(await api.request('${method}', path, { token: ${name}${sent} })).toMatchObject({ status: 403 });
`,
  );
  // Operators have the rows of all tenants.
  const ofStranger = `
test('another tenant’s rows are not there', async () => {
  const stranger = await signIn(ctx, await ${account});
  const answer = await api.request('${method}', path, { token: stranger${sent} });
  expect(answer).toMatchObject({ ${pathFields.length === 0 ? `status: ${status}, body: 'none of the rows'` : 'status: 404'} });
  expect(await database.tenant(tenant.id).selectFrom('the table').selectAll().execute()).toHaveLength(1);
});
`;
  const badUrl = refused?.place === 'query' ? `\`\${path}?${refused.field}=x\`` : 'path';
  const badBody = refused?.place === 'body' ? `, body: { ...body, ${refused.field}: ${refused.value} }` : sent;
  return `
${pathFields.length === 0 ? '' : `import { newId } from '@leadlock/core/ids';`}
${domain === 'identity' ? '' : `import { signIn, useOperations } from '${testing}';`}
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { expect, test } from 'vitest';
import { ${domainRouter} } from '../router.ts';
${domain === 'identity' ? `import { signIn, useOperations } from '${testing}';` : ''}

const database = await useDatabase();
const ctx = createTestContext(database);
const api = await useOperations(${domainRouter}, ctx);
const tenant = await ${account};
const token = await signIn(ctx, tenant, ${user});

${ids}const path = ${url};
${body === null ? '' : 'const body = {};'}

test('${verb.replaceAll('-', ' ')}', async () => {
  expect(await api.request('${method}', path, { token${sent} })).toMatchObject({ status: ${status}, body: 'its answer' });
});

test('${refusals.length === 0 ? 'whoever is not signed in is' : 'whoever may not call it is'} refused', async () => {
  expect(await api.request('${method}', path${body === null ? '' : ', { body }'})).toMatchObject({ status: 401 });
${refusals.join('')}});

${context.type === 'SystemContext' ? '' : ofStranger}
test('bad input names the field', async () => {
  const answer = await api.request('${method}', ${badUrl}, { token${badBody} });
  expect(answer).toMatchObject({ status: 422, body: { detail: [{ loc: ['${refused?.place ?? 'query'}', '${refused?.field ?? 'the field'}'] }] } });
});
`
    .replaceAll(/^\n/gm, '\n')
    .trimStart();
}
