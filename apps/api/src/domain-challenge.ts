import { CHALLENGE_PATH, findServedChallenge } from '@leadlock/agency/custom-domains';
import type { SystemContext } from '@leadlock/context/context';
import { Router } from 'express';
import { askedHost } from './asked-host.ts';

/** The file that goes on proving a custom domain that was verified by it and leads here now. */
export function domainChallenge(system: SystemContext): Router {
  const router = Router();
  router.get(CHALLENGE_PATH, async (request, response, next) => {
    const content = await findServedChallenge(system, askedHost(request));
    if (content === null) next();
    else response.setHeader('Cache-Control', 'no-store').type('text/plain').send(`${content}\n`);
  });
  return router;
}
