import { expect, test } from 'vitest';
import { guessAccess } from './access.ts';

test.each([
  ['GET', '/admin/dashboard', 'superAdminProcedure'],
  ['PATCH', '/admin/users/{user_id}', 'superAdminProcedure'],
  ['GET', '/agency/overview', 'agencyProcedure'],
  ['DELETE', '/agency/sub-accounts/{sub_account_id}', 'agencyAdminProcedure'],
  ['GET', '/contacts/', 'tenantProcedure'],
  ['POST', '/contacts/', 'adminProcedure'],
  ['GET', '/issues', 'superAdminProcedure'],
  ['GET', '/nobody/knows', 'superAdminProcedure'],
  // What only begins with a word that is known.
  ['GET', '/agency-partners', 'superAdminProcedure'],
  ['GET', '/calls-of-all', 'superAdminProcedure'],
])('%s %s is taken for one of %s', (method, path, procedure) => {
  expect(guessAccess({ method, path }).procedure).toBe(procedure);
});
