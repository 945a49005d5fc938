/** Why there is no microphone, and what to do about it. */
export interface MicrophoneProblem {
  title: string;
  text: string;
}

const REFUSED: MicrophoneProblem = {
  title: 'The browser does not let this page use the microphone',
  text: 'Allow it in the address bar or in the browser’s settings for this site, then try again. You can also type: you still hear the agent.',
};
const MISSING: MicrophoneProblem = {
  title: 'No microphone was found',
  text: 'Plug one in and try again. You can also type: you still hear the agent.',
};
const BUSY: MicrophoneProblem = {
  title: 'The microphone cannot be used',
  text: 'Another program may be using it. Close that one and try again, or type: you still hear the agent.',
};
const INSECURE: MicrophoneProblem = {
  title: 'This page cannot use a microphone',
  text: 'Browsers allow it over https only. You can type: you still hear the agent.',
};

/** The browser plays and records nothing for this page: it is old, or the page did not come over https. */
export const NO_SOUND: MicrophoneProblem = {
  title: 'This page has no sound in this browser',
  text: 'Calls by voice need an up-to-date browser and a page over https. You can type and read what the agent says.',
};

/** It was there when the call began. */
export const MICROPHONE_LOST: MicrophoneProblem = {
  title: 'The microphone is gone',
  text: 'It was unplugged, or the browser took it away. Plug it in and use it again, or type: you still hear the agent.',
};

/** What `getUserMedia` threw, for people. */
export function microphoneProblem(error: unknown): MicrophoneProblem {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return REFUSED;
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return MISSING;
  if (name === 'TypeError') return INSECURE;
  return BUSY;
}
