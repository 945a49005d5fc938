export type * from './audio.ts';
export type * from './media-transport.ts';
export type * from './realtime-provider.ts';
