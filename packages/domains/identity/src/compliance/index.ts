export { acceptOutboundTerms } from './accept-outbound-terms.ts';
export { getOutboundCompliance } from './get-outbound-compliance.ts';
