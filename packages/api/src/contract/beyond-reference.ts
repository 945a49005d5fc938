/** Operations of ours that the reference does not have, as `GET /path`, each with the reason why it is there. */
export const BEYOND_REFERENCE: Readonly<Record<string, string>> = {};
