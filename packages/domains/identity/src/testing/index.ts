export { readStream, type EventReader } from './read-stream.ts';
export { serveOperations, type OperationsServer, type Reply, type RequestOptions } from './serve-operations.ts';
export { signIn } from './sign-in.ts';
export { serveInTest, useOperations } from './use-operations.ts';
export { runIdentityJobs } from './run-jobs.ts';
