import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { SystemContext } from '@leadlock/context/context';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { askedHost } from '../asked-host.ts';
import { currentBuild, type DashboardBuild } from './build.ts';
import { pagePolicy } from './content-policy.ts';
import { brandOfLink } from './link-brand.ts';
import { renderPage } from './page.ts';
import { brandOfHost } from './served-brand.ts';

/** Where Vite puts the built dashboard. */
const BUILD_FOLDER = fileURLToPath(new URL('../../../dashboard/dist', import.meta.url));
const BASE = '/app';

const UNBUILT_PAGE = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>Leadlock</title>
  <h1>The dashboard is not built</h1>
  <p>Run <code>pnpm build:dashboard</code> and load this page again. The API works without it.</p>
</html>
`;

/** The dashboard at `/app`: its built files, and its page for every other address below. */
export function dashboard(system: SystemContext, buildFolder = BUILD_FOLDER): Router {
  const { publicApiUrl, publicGatewayUrl, ghlSsoSecret } = system.settings;
  const policyOf = pagePolicy({ publicApiUrl, publicGatewayUrl, isEmbeddedInGhl: ghlSsoSecret !== undefined });
  const installationHost = new URL(publicApiUrl).hostname;
  const brandOf = brandOfHost(system);
  const brandOfToken = brandOfLink(system);
  const readBuild = currentBuild(buildFolder);
  readBuild().then(
    (build) => build ?? system.log.warn('the dashboard is not built; run pnpm build:dashboard'),
    (err: unknown) => system.log.error({ err }, 'failed to read the built dashboard'),
  );

  const sendPage = async (request: Request, response: Response, build: DashboardBuild, nonce: string) => {
    const html = renderPage({
      template: build.template,
      nonce,
      installationHost,
      legal: system.settings,
      brand: (await brandOf(askedHost(request))) ?? (await brandOfToken(request.path, request.query.token)),
      preloads: build.preloadsOf(request.path).map((file) => `${BASE}/${file}`),
    });
    response.setHeader('Cache-Control', 'no-cache');
    response.type('html').send(html);
  };

  const router = Router();
  router.get('/', (_request, response) => response.redirect(`${BASE}/`));
  // Browsers ask for it where a page names none, as a picture or a file has none.
  router.get('/favicon.ico', (_request, response) => response.redirect(`${BASE}/favicon.svg`));
  router.use(BASE, async (request, response, next) => {
    if (!isRead(request.method)) return next();
    const [path = '', query] = request.originalUrl.split('?', 2);
    if (path === BASE) return response.redirect(`${BASE}/${query === undefined ? '' : `?${query}`}`);
    const nonce = randomBytes(16).toString('base64');
    const policy = policyOf(request.path, nonce);
    response.setHeader('Content-Security-Policy', policy.contentSecurityPolicy);
    response.setHeader('Permissions-Policy', 'microphone=(self)');
    if (policy.frameOptions === null) response.removeHeader('X-Frame-Options');
    const build = await readBuild();
    if (build === null) {
      response.status(503).setHeader('Cache-Control', 'no-cache').type('html').send(UNBUILT_PAGE);
    } else if (request.path === '/' || request.path === '/index.html') {
      await sendPage(request, response, build, nonce);
    } else {
      build.serveFiles(request, response, (error?: unknown) => {
        // A page of an older build asks for files that are gone: it must learn that, not get a page for a script.
        if (error || request.path.startsWith('/assets/')) next(error);
        else sendPage(request, response, build, nonce).catch(next);
      });
    }
  });
  return router;
}

/**
 * Sends people who follow a link to a page that lay elsewhere to where it is now. Comes after all that the api answers
 * itself; programs, which do not ask for HTML, go on to its 404.
 */
export const sendVisitorsToDashboard: RequestHandler = (request, response, next) => {
  const asksForPage = isRead(request.method) && (request.headers.accept ?? '').includes('text/html');
  const isApps = request.path === BASE || request.path.startsWith(`${BASE}/`);
  if (asksForPage && !isApps) response.redirect(BASE + request.originalUrl);
  else next();
};

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';
