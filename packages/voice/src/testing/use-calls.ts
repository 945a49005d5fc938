import { afterEach } from 'vitest';
import { CallHarness, type CallHarnessOptions } from './call-harness.ts';
import type { ScriptedRealtimeConnection } from './scripted-realtime-server.ts';

export interface Calls {
  /** A call whose provider may not be ready, or there, yet. */
  dial: (options?: CallHarnessOptions) => Promise<CallHarness>;
  /** A call, and its provider's end, configured and ready for the conversation. */
  start: (options?: CallHarnessOptions) => Promise<[CallHarness, ScriptedRealtimeConnection]>;
}

/** Calls for the tests of a file: what is left of one is ended after its test. `usual` is what they have in common. */
export function useCalls(usual: CallHarnessOptions = {}): Calls {
  const open: CallHarness[] = [];
  afterEach(async () => {
    for (const call of open.splice(0)) await call.close();
  });
  const dial = async (options: CallHarnessOptions = {}): Promise<CallHarness> => {
    const call = await CallHarness.start({ ...usual, ...options, policy: { ...usual.policy, ...options.policy } });
    open.push(call);
    return call;
  };
  return {
    dial,
    start: async (options) => {
      const call = await dial(options);
      return [call, await call.provider()];
    },
  };
}
