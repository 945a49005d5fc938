import { Select } from '#/components/ui/select.tsx';
import { useState } from 'react';
import { LevelMeter } from './level-meter.tsx';
import { useMicrophones } from './use-microphones.ts';
import type { Talk } from './use-talk.ts';

/** Both sides of the line: who is heard at the moment, and how loud. */
export function Sides({ talk, agentName }: { talk: Talk; agentName: string }) {
  const live = talk.state.phase === 'live';
  return (
    <div className="grid grid-cols-2 gap-px overflow-hidden border-b border-line bg-line">
      <Side
        name={agentName}
        status={live && talk.state.agentSpeaks ? 'Speaking' : 'Listening'}
        source={talk.audio?.output ?? null}
        live={live}
      />
      <Side
        name="You"
        status={talk.listening ? (talk.muted ? 'Muted' : 'Microphone on') : 'Typing'}
        source={talk.listening ? (talk.audio?.input ?? null) : null}
        live={live && !talk.muted && talk.listening}
      >
        {talk.listening && <MicrophonePicker onPick={(id) => void talk.openMicrophone(id)} />}
      </Side>
    </div>
  );
}

interface SideProps {
  name: string;
  status: string;
  source: AnalyserNode | null;
  live: boolean;
  children?: React.ReactNode;
}

function Side({ name, status, source, live, children }: SideProps) {
  return (
    <div className="grid min-w-0 content-start gap-2 bg-surface px-4 py-3">
      <div className="flex items-baseline justify-between gap-2 text-xs">
        <span className="truncate font-medium">{name}</span>
        <span className="shrink-0 text-muted">{status}</span>
      </div>
      <LevelMeter source={source} off={!live} className={live ? undefined : 'text-line-strong'} />
      {children}
    </div>
  );
}

function MicrophonePicker({ onPick }: { onPick: (id: string) => void }) {
  const microphones = useMicrophones(true);
  const [picked, setPicked] = useState<string | null>(null);
  if (microphones.length < 2) return null;
  return (
    <Select
      aria-label="Microphone"
      options={microphones.map(({ id, label }) => ({ value: id, label }))}
      value={picked ?? microphones[0]?.id}
      onValueChange={(id) => {
        setPicked(id);
        onPick(id);
      }}
      className="h-7 text-xs"
    />
  );
}
