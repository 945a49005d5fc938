export { createOutboundHttp, type OutboundHttpOptions } from './outbound-http.ts';
