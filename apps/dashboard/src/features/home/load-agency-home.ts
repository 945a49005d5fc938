/** Apart, so that the route can begin to load it beside its data without bringing it into the entry. */
export const loadAgencyHome = () => import('./agency-home.tsx');
