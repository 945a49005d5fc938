import { Play, Square } from 'lucide-react';
import { useEffect } from 'react';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Spinner } from '#/components/ui/spinner.tsx';
import { isSame, samplePlayer, usePlayerState, type Sample } from './sample-player.ts';

/** What stands on what plays a sample: that it can be played, is on its way, or can be stopped. */
function PhaseIcon({ phase }: { phase: 'idle' | 'loading' | 'playing' }) {
  if (phase === 'loading') return <Spinner />;
  return phase === 'playing' ? <Square className="fill-current" /> : <Play className="fill-current" />;
}

function usePhase(sample: Sample) {
  const { sample: current, phase } = usePlayerState();
  const { provider, voice, text } = sample;
  // Whoever leaves it, or turns to another voice, has heard enough.
  useEffect(
    () => () => {
      if (isSame(samplePlayer.state().sample, { provider, voice, text })) samplePlayer.stop();
    },
    [provider, voice, text],
  );
  return isSame(current, sample) ? phase : 'idle';
}

interface SampleButtonProps {
  sample: Sample;
  /** What the voice is called. */
  name: string;
}

/** Plays a sample, or stops it. */
export function SampleButton({ sample, name }: SampleButtonProps) {
  const phase = usePhase(sample);
  return (
    <IconButton
      label={`${phase === 'idle' ? 'Play' : 'Stop'} ${name}`}
      variant="secondary"
      aria-busy={phase === 'loading' || undefined}
      onClick={() => samplePlayer.toggle(sample)}
    >
      <PhaseIcon phase={phase} />
    </IconButton>
  );
}

/**
 * The same for the pointer inside of an option, which can hold no button of its own: the keyboard has the list's shortcut.
 */
export function SampleMark({ sample, name }: SampleButtonProps) {
  const phase = usePhase(sample);
  return (
    <span
      aria-hidden="true"
      title={`${phase === 'idle' ? 'Play' : 'Stop'} ${name}`}
      className="-my-1 grid size-7 shrink-0 cursor-pointer place-items-center rounded text-muted hover:bg-line hover:text-ink max-sm:-my-2 max-sm:size-10 [&_svg]:size-3.5"
      onClick={(event) => {
        event.stopPropagation();
        samplePlayer.toggle(sample);
      }}
    >
      <PhaseIcon phase={phase} />
    </span>
  );
}
