/** Why there is no microphone, and what to do about it. */
export interface MicrophoneProblem {
  title: string;
  text: string;
}

const REFUSED: MicrophoneProblem = {
  title: 'Your browser blocked the microphone',
  text: 'Allow it in the address bar or your browser settings, then try again. You can also type and still hear the agent.',
};
const MISSING: MicrophoneProblem = {
  title: 'No microphone was found',
  text: 'Plug one in and try again. You can also type and still hear the agent.',
};
const BUSY: MicrophoneProblem = {
  title: 'Can’t use the microphone',
  text: 'Another app may be using it. Close it and try again, or type and still hear the agent.',
};
const INSECURE: MicrophoneProblem = {
  title: 'Microphone unavailable',
  text: 'Browsers require HTTPS for the microphone. You can type and still hear the agent.',
};

/** The browser plays and records nothing for this page: it is old, or the page did not come over https. */
export const NO_SOUND: MicrophoneProblem = {
  title: 'No sound in this browser',
  text: 'Voice calls need an up-to-date browser and HTTPS. You can type and read the agent’s replies.',
};

/** It was there when the call began. */
export const MICROPHONE_LOST: MicrophoneProblem = {
  title: 'Microphone disconnected',
  text: 'Reconnect it to keep talking, or type and still hear the agent.',
};

/** What `getUserMedia` threw, for people. */
export function microphoneProblem(error: unknown): MicrophoneProblem {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return REFUSED;
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return MISSING;
  if (name === 'TypeError') return INSECURE;
  return BUSY;
}
