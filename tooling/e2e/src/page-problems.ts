import type { BrowserContext, Page, Request } from 'playwright-core';

const problems = new WeakMap<BrowserContext, string[]>();
const allowed = new WeakMap<BrowserContext, RegExp[]>();

/** Requests that the page itself gives up, by going elsewhere or closing a stream, did not fail. */
const GIVEN_UP = 'net::ERR_ABORTED';
/** Where scripts are disabled, Chromium does not even fetch them. */
const SWITCHED_OFF = 'csp';

/** Notes what goes wrong on a context's pages: errors in the console or uncaught, refused by the policy, not answered. */
export function watchProblems(context: BrowserContext, scriptsRun: boolean): void {
  const found: string[] = [];
  problems.set(context, found);
  allowed.set(context, []);
  context.on('console', (message) => {
    if (message.type() === 'error') found.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => found.push(`uncaught: ${error.error().stack ?? error.error().message}`));
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'unknown reason';
    if (reason === SWITCHED_OFF && request.resourceType() === 'script' && !scriptsRun) return;
    if (reason !== GIVEN_UP) found.push(`no answer: ${describe(request)}: ${reason}`);
  });
}

/** Lets a context begin anew, for another test. */
export function forgetProblems(context: BrowserContext): void {
  problems.get(context)?.splice(0);
  allowed.set(context, []);
}

/** Expects something to go wrong on this page, such as the 401 of a wrong password. */
export function allowProblems(page: Page, pattern: RegExp): void {
  allowed.get(page.context())?.push(pattern);
}

export function unexpectedProblems(context: BrowserContext): string[] {
  const patterns = allowed.get(context) ?? [];
  return (problems.get(context) ?? []).filter((problem) => !patterns.some((pattern) => pattern.test(problem)));
}

const describe = (request: Request): string => `${request.method()} ${request.url()}`;
