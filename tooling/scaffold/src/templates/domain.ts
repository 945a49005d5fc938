import { camelCase } from '../names.ts';

const PACKAGES = ['context', 'core', 'db', 'trpc'];

/** The files of a domain that is not there yet, by their paths in its folder. */
export const domainFiles = (domain: string): Readonly<Record<string, string>> => ({
  'package.json': `${JSON.stringify(
    {
      name: `@leadlock/${domain}`,
      version: '0.1.0',
      private: true,
      license: 'Apache-2.0',
      type: 'module',
      exports: {
        './domain': './src/domain.ts',
        './router': './src/router.ts',
        './access-rows': './src/access-rows.ts',
        './*/schemas': './src/*/schemas.ts',
        './*': './src/*/index.ts',
      },
      dependencies: {
        ...Object.fromEntries(PACKAGES.map((name) => [`@leadlock/${name}`, 'workspace:*'])),
        zod: 'catalog:',
      },
      devDependencies: { '@leadlock/identity': 'workspace:*', '@leadlock/testing': 'workspace:*', vitest: 'catalog:' },
    },
    null,
    2,
  )}\n`,
  'turbo.json': `{\n  "extends": ["//"],\n  "tags": ["${domain}", "domain"]\n}\n`,
  'src/domain.ts': `import type { Domain } from '@leadlock/context/domain';\n\nexport const ${camelCase(domain)} = { name: '${domain}' } satisfies Domain;\n`,
  'src/access-rows.ts': `import type { AccessRows } from '@leadlock/testing/access-rows';\n\nexport const ${camelCase(domain)}Rows: AccessRows = { ids: {} };\n`,
  'src/router.ts': `import { router } from '@leadlock/trpc/init';\n\nexport const ${camelCase(domain)}Router = router({});\n`,
});
