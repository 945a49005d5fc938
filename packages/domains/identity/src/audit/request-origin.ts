import type { HttpRequest } from '@leadlock/trpc/request';

/** Which request asks for something, for the audit log. */
export interface RequestOrigin {
  requestId: string;
  ip: string;
}

export const originOf = ({ id, ip }: Pick<HttpRequest, 'id' | 'ip'>): RequestOrigin => ({ requestId: id, ip });
