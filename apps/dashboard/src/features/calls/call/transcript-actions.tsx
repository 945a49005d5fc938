import { Download } from 'lucide-react';
import { Button } from '#/components/ui/button.tsx';
import { CopyButton } from '#/components/ui/copy-button.tsx';
import { saveFile } from '#/api/save-file.ts';
import { fileNameOf, type CallDetail } from '../call-labels.ts';
import { speakersOf } from '../call-party.ts';
import type { TimelineItem } from './timeline.ts';
import { transcriptText } from './transcript-text.ts';

interface TranscriptActionsProps {
  call: CallDetail;
  items: readonly TimelineItem[];
  /** From when times are counted, in ms since the epoch: as the page does. */
  origin: number;
}

/** The conversation as text, to take along. */
export function TranscriptActions({ call, items, origin }: TranscriptActionsProps) {
  const text = transcriptText(items, speakersOf(call), origin);
  const save = (): void => saveFile(new Blob([`${text}\n`], { type: 'text/plain' }), `${fileNameOf(call)}.txt`);
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
