import type { Request } from 'express';

/**
 * The host that a request asks for, in lower case and without its port. Empty where it names none, as the probes of load
 * balancers may: express then has no `hostname`, though its type says that it is always there.
 */
export const askedHost = (request: Request): string => ((request.hostname as string | undefined) ?? '').toLowerCase();
