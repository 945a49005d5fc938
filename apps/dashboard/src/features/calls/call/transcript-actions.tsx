import { Download } from 'lucide-react';
import { Button } from '#/components/ui/button.tsx';
import { CopyButton } from '#/components/ui/copy-button.tsx';
import type { CallDetail } from '../call-labels.ts';
import type { TimelineItem } from './timeline.ts';
import { transcriptText } from './transcript-text.ts';

/** The conversation as text, to take along. */
export function TranscriptActions({ call, items }: { call: CallDetail; items: readonly TimelineItem[] }) {
  const speakers = { agent: call.agent_name ?? 'Agent', caller: call.caller_name ?? 'Caller' };
  const text = transcriptText(items, speakers, Date.parse(call.started_at));
  const save = (): void => {
    const url = URL.createObjectURL(new Blob([`${text}\n`], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `call-${call.started_at.slice(0, 10)}-${call.id.slice(-6)}.txt`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <>
      <CopyButton value={text} size="sm">
        Copy
      </CopyButton>
      <Button size="sm" onClick={save}>
        <Download />
        Download
      </Button>
    </>
  );
}
