import type { Command } from 'commander';
import { onApi } from '../../program/action.ts';
import { withExamples } from '../../program/examples.ts';
import { playOrSave, requireOutput } from '../../program/play-sound.ts';
import { findCallId } from './find-call.ts';

/** `leadlock calls play` */
export function addCallsPlay(calls: Command): void {
  const command = calls
    .command('play')
    .description('play the recording of a call')
    .argument('<call>', 'call ID, or its beginning')
    .option('-o, --output <file>', 'save to a file instead of playing');
  onApi<[string], { output?: string }>(command, async ({ api, rest, options }, named) => {
    requireOutput(options);
    const callId = await findCallId(api, named);
    const recording = await rest(`/calls/${encodeURIComponent(callId)}/recording`, 'audio/');
    await playOrSave(recording, options, { name: callId, what: 'recording' });
  });
  withExamples(command, [
    ['leadlock calls play 019ac2f4-6a1e-7c1b-9d6e-3f2a1b0c9d8e', 'listen to a call'],
    ['leadlock calls play 019ac2f4-6a1e-7c1b-9d6e-3f2a1b0c9d8e -o call.mp3', 'save the recording'],
  ]);
}
