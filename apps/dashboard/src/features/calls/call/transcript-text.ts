import { toolPhrase } from '@leadlock/core/tool-phrases';
import { formatDuration } from '../../../format/duration.ts';
import type { TimelineItem } from './timeline.ts';

interface Speakers {
  agent: string;
  caller: string;
}

/** A conversation as plain text: one line a turn, with its time since `origin` (ms since the epoch). */
export function transcriptText(items: readonly TimelineItem[], speakers: Speakers, origin: number): string {
  return items
    .map((item) => {
      if (item.kind === 'tool') {
        return `[${formatDuration((item.at - origin) / 1_000)}] ${speakers.agent}: [${toolPhrase(item)}]`;
      }
      const speaker = item.role === 'assistant' ? speakers.agent : speakers.caller;
      const cut = item.interrupted ? ' — (interrupted)' : '';
      return `[${formatDuration((item.startedAt - origin) / 1_000)}] ${speaker}: ${item.text}${cut}`;
    })
    .join('\n');
}
