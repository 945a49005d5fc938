import { Link } from '@tanstack/react-router';
import { AudioLines, Keyboard } from 'lucide-react';
import { Banner } from '#/components/ui/banner.tsx';
import { Button } from '#/components/ui/button.tsx';
import { endReasonText } from './end-reasons.ts';
import type { TalkState } from './talk-state.ts';

interface TalkEndProps {
  state: TalkState;
  onAgain: (by: 'voice' | 'text') => void;
}

/** After the call: why it is over, where to read it, and the way to another. */
export function TalkEnd({ state, onAgain }: TalkEndProps) {
  return (
    <div className="grid gap-3 border-t border-line p-3">
      {state.problem === null ? (
        <p role="status" className="px-1 text-[13px] text-muted">
          {endReasonText(state.endReason)}
        </p>
      ) : (
        <Banner kind="danger">{state.problem}</Banner>
      )}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" onClick={() => onAgain('voice')}>
          <AudioLines />
          Talk again
        </Button>
        <Button onClick={() => onAgain('text')}>
          <Keyboard />
          Type
        </Button>
        {state.callId !== null && state.startedAt !== null && (
          <Button asChild variant="ghost">
            <Link to="/calls/$callId" params={{ callId: state.callId }}>
              View call
            </Link>
          </Button>
        )}
      </div>
    </div>
  );
}
