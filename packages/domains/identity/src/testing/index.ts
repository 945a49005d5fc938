export { serveOperations, type OperationsServer, type Reply, type RequestOptions } from './serve-operations.ts';
export { signIn } from './sign-in.ts';
