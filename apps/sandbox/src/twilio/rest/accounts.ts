import type { RestHandler } from './handler.ts';
import { accountBody } from './representations.ts';

export const fetchAccount: RestHandler = ({ account }) => ({ status: 200, body: accountBody(account) });
