import { AudioLines, Keyboard } from 'lucide-react';
import type { ReactNode } from 'react';
import { Banner } from '#/components/ui/banner.tsx';
import { Button } from '#/components/ui/button.tsx';
import type { MicrophoneProblem } from './microphone-problem.ts';

interface TalkStartProps {
  /** Who speaks for the agent. */
  voice?: ReactNode;
  note?: string;
  starting: boolean;
  problem: MicrophoneProblem | null;
  onStart: (by: 'voice' | 'text') => void;
}

/** Before the call: by voice or by typing. */
export function TalkStart({
  voice,
  note = 'This is a real call with the saved settings. It uses call minutes, but there are no carrier charges.',
  starting,
  problem,
  onStart,
}: TalkStartProps) {
  return (
    <div className="grid flex-1 content-center justify-items-center gap-5 px-6 py-12 text-center">
      <div className="grid size-14 place-items-center rounded-full border border-line bg-canvas text-brand-text">
        <AudioLines aria-hidden className="size-6" />
      </div>
      <div className="grid gap-1">
        <h2 className="text-base font-semibold">Start a test call</h2>
        {voice !== undefined && <p className="text-[13px]">{voice}</p>}
        <p className="max-w-md text-[13px] text-balance text-muted">{note}</p>
      </div>
      {problem !== null && (
        <Banner kind="warning" title={problem.title} className="max-w-md text-left">
          {problem.text}
        </Banner>
      )}
      <div className="flex flex-wrap justify-center gap-2">
        <Button variant="primary" loading={starting} onClick={() => onStart('voice')}>
          <AudioLines />
          {problem === null ? 'Start talking' : 'Try again'}
        </Button>
        <Button disabled={starting} onClick={() => onStart('text')}>
          <Keyboard />
          Type instead
        </Button>
      </div>
    </div>
  );
}
