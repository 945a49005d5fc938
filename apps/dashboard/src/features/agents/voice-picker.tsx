import { Combobox } from '#/components/ui/combobox.tsx';
import type { AgentOptions } from './agent-options.ts';
import { SampleButton, SampleMark } from './voice-sample/sample-button.tsx';
import { samplePlayer, type Sample } from './voice-sample/sample-player.ts';
import { SampleProblem } from './voice-sample/sample-problem.tsx';

interface VoicePickerProps {
  offer: AgentOptions['voice_providers'][number];
  /** In their order; one without a value leaves the choice to the provider. */
  voices: readonly { value: string; label: string }[];
  value: string | null | undefined;
  onValueChange: (voice: string) => void;
  onBlur?: () => void;
  /** What is said to show a voice. */
  text: string;
}

/** One of a provider's voices, each of which can be heard where the provider can be used. */
export function VoicePicker({ offer, voices, value, onValueChange, onBlur, text }: VoicePickerProps) {
  const sampleOf = (voice: string): Sample | null =>
    offer.status === 'ready' && voice !== '' ? { provider: offer.name, voice, text } : null;
  const chosen = voices.find((voice) => voice.value === value);
  const sample = chosen ? sampleOf(chosen.value) : null;
  return (
    <div>
      <div className="flex gap-2">
        <Combobox
          className="min-w-0 flex-1"
          options={voices.map((voice) => {
            const own = sampleOf(voice.value);
            return { ...voice, aside: own && <SampleMark sample={own} name={voice.label} /> };
          })}
          value={value}
          onValueChange={onValueChange}
          onBlur={onBlur}
          placeholder="Default voice"
          searchPlaceholder="Search voices"
          emptyText="No voices found."
          preview={
            offer.status === 'ready'
              ? {
                  hint: 'plays a voice',
                  run: (voice) => {
                    const own = sampleOf(voice);
                    if (own) samplePlayer.toggle(own);
                  },
                }
              : undefined
          }
        />
        {sample && chosen && <SampleButton sample={sample} name={chosen.label} />}
      </div>
      <SampleProblem provider={offer.name} />
    </div>
  );
}
