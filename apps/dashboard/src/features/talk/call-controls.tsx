import { Mic, MicOff, PhoneOff, Volume2, VolumeX } from 'lucide-react';
import { Button } from '#/components/ui/button.tsx';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Keypad } from './keypad.tsx';
import type { Talk } from './use-talk.ts';

/** What can be done during a call. */
export function CallControls({ talk }: { talk: Talk }) {
  const live = talk.state.phase === 'live';
  return (
    <div role="group" aria-label="Call" className="flex flex-wrap items-center gap-2">
      {talk.audio === null ? null : talk.listening ? (
        <IconButton
          label={talk.muted ? 'Unmute the microphone' : 'Mute the microphone'}
          variant="secondary"
          aria-pressed={talk.muted}
          onClick={() => talk.setMuted(!talk.muted)}
        >
          {talk.muted ? <MicOff className="text-danger" /> : <Mic />}
        </IconButton>
      ) : (
        <Button aria-label="Use the microphone" onClick={() => void talk.openMicrophone()} disabled={!live}>
          <Mic />
          <span className="max-sm:hidden">Use the microphone</span>
        </Button>
      )}
      {talk.audio !== null && (
        <IconButton
          label={talk.silent ? 'Turn the sound on' : 'Turn the sound off'}
          variant="secondary"
          aria-pressed={talk.silent}
          onClick={() => talk.setSilent(!talk.silent)}
        >
          {talk.silent ? <VolumeX className="text-danger" /> : <Volume2 />}
        </IconButton>
      )}
      <Keypad onPress={(digit) => talk.session?.pressKey(digit)} />
      <Button variant="danger" onClick={() => talk.session?.hangUp()} disabled={talk.state.phase === 'ending'}>
        <PhoneOff />
        Hang up
      </Button>
    </div>
  );
}
