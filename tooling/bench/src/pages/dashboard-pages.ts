import { globSync } from 'node:fs';

const ROUTES = new URL('../../../../apps/dashboard/src/routes/_app/', import.meta.url);
/** What an email links to once, and where nothing is. */
const WITHOUT_DATA = ['/confirm-email', '/$'];

/** The addresses of all pages behind the sign-in, with `:id` for what names a row. */
export const pagesOfDashboard = (): string[] =>
  globSync('**/*.tsx', { cwd: ROUTES })
    .filter((file) => !/(?:^|\/)route\.tsx$/.test(file))
    .map((file) => `/${file.replace(/\.tsx$/, '').replace(/(?:^|\/)index$/, '')}`)
    .filter((path) => !WITHOUT_DATA.includes(path))
    .map((path) => path.replaceAll(/\$\w+/g, ':id'));
