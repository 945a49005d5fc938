import { Headphones, Square, Volume2, VolumeX } from 'lucide-react';
import { Button } from '#/components/ui/button.tsx';
import { Card } from '#/components/ui/card.tsx';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Slider } from '#/components/ui/slider.tsx';
import { LevelMeter } from '#/features/talk/level-meter.tsx';
import type { ListenState } from './listen-session.ts';
import { useListen } from './use-listen.ts';

interface ListenCardProps {
  callId: string;
  running: boolean;
}

/** Lets somebody hear a call that runs. Afterward it says how listening ended, and nothing where nobody listened. */
export function ListenCard({ callId, running }: ListenCardProps) {
  const listening = useListen(callId);
  const { state, output, volume, muted } = listening;
  if (!running && state.phase === 'idle') return null;
  const live = state.phase === 'live';
  const connecting = state.phase === 'connecting';
  return (
    <Card aria-label="Listen to the call" className="flex flex-wrap items-center gap-x-4 gap-y-3 p-3 sm:p-4">
      <div className="min-w-0 flex-1 basis-44">
        <p role="status" className="text-sm font-semibold">
          {titleOf(state)}
        </p>
        {state.phase !== 'ended' && (
          <p className="text-[13px] text-pretty text-muted">
            {live
              ? 'Nobody on the call can hear you.'
              : 'Hear both sides. People on the call aren’t told. Listening is recorded in the audit log.'}
          </p>
        )}
      </div>
      {live && (
        <div className="flex items-center gap-3">
          <div className="w-20 max-sm:hidden">
            <LevelMeter source={output} off={muted} className="h-8" />
          </div>
          <IconButton
            label={muted ? 'Unmute the call' : 'Mute the call'}
            variant="secondary"
            aria-pressed={muted}
            onClick={() => listening.setMuted(!muted)}
          >
            {muted ? <VolumeX className="text-danger" /> : <Volume2 />}
          </IconButton>
          <div className="w-32">
            <Slider
              aria-label="Volume"
              min={0}
              max={100}
              step={5}
              format={(value) => `${value}%`}
              value={volume}
              onValueChange={listening.setVolume}
            />
          </div>
        </div>
      )}
      {(live || connecting) && (
        <Button onClick={listening.stop}>
          <Square />
          {live ? 'Stop' : 'Cancel'}
        </Button>
      )}
      {running && !live && !connecting && (
        <Button onClick={() => void listening.start()}>
          <Headphones />
          {state.phase === 'lost' ? 'Try again' : 'Listen'}
        </Button>
      )}
    </Card>
  );
}

function titleOf(state: ListenState): string {
  switch (state.phase) {
    case 'idle':
      return 'Listen live';
    case 'connecting':
      return 'Connecting…';
    case 'live':
      return 'Listening live';
    case 'ended':
      return 'Listening ended with the call';
    case 'lost':
      return state.problem;
  }
}
