/** Operations of ours that the reference does not have, as `GET /path`, each with the reason why it is there. */
export const BEYOND_REFERENCE: Readonly<Record<string, string>> = {
  'GET /files/{folder}/{tenant_id}/{name}':
    'The reference stores files with a vendor that serves them itself; ours are served here, private ones by signed links.',
};
