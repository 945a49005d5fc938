import type { MediaTransport } from '../../contracts/media-transport.ts';
import type { CallCounts } from '../call-counts.ts';
import type { CallMachine } from '../call-machine.ts';
import type { CallerTurn } from './caller-turn.ts';
import { GoneWatch, LineWatch } from './line-watch.ts';

export interface OwnEarsOptions {
  transport: Pick<MediaTransport, 'isContinuous'>;
  callerTurn: CallerTurn;
  counts: CallCounts;
  machine: CallMachine;
  /** Nothing has come from the caller's end for so long, in ms, that nobody is there. */
  onGone: (quietMs: number) => void;
}

/** The provider's ears are not the only ones: a caller who was not noticed, or not noticed to stop, is not left alone. */
export class OwnEars {
  readonly #options: OwnEarsOptions;
  readonly #line = new LineWatch();
  readonly #gone = new GoneWatch();

  constructor(options: OwnEarsOptions) {
    this.#options = options;
  }

  tick(now: number): void {
    const { callerTurn, machine } = this.#options;
    const { phase, callerSpeaking, objection, yielded } = machine.state;
    if (callerSpeaking) {
      if ((objection ?? yielded) && callerTurn.insists) machine.dispatch({ type: 'caller_insists' });
      const quietMs = callerTurn.stoppedUnnoticed(now);
      if (quietMs !== null) machine.dispatch({ type: 'speech_unnoticed', quietMs });
    } else {
      const quietMs = callerTurn.wentUnnoticed(now);
      if (quietMs !== null && phase === 'listening') machine.dispatch({ type: 'speech_unnoticed', quietMs });
    }
    this.#watchLine(now);
    this.#watchEnd(now);
  }

  /** Looked at while it is the caller's turn, so that one whose line died under an answer is told so after it. */
  #watchLine(now: number): void {
    const { machine, transport, counts } = this.#options;
    const { phase, callerSpeaking } = machine.state;
    if (phase !== 'listening' || callerSpeaking || !transport.isContinuous) return;
    if (this.#line.wentDead(counts.framesFromCaller, now)) machine.dispatch({ type: 'line_dead' });
  }

  #watchEnd(now: number): void {
    const { transport, counts, onGone } = this.#options;
    const quietMs = transport.isContinuous ? this.#gone.goneFor(counts.framesFromCaller, now) : null;
    if (quietMs !== null) onGone(quietMs);
  }
}
