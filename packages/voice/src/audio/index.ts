export * from './mulaw.ts';
export * from './resample.ts';
