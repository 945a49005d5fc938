import type { TwimlElement } from './parse.ts';
import { TwimlError } from './twiml-error.ts';
import type { VerbContext } from './verb.ts';

const MOST_MEMBERS = 250;

/** Lets the caller into a room by name, until they leave it or somebody does whose leaving ends it. */
export async function conference(element: TwimlElement, { service, call, signal, alert }: VerbContext): Promise<void> {
  const { endConferenceOnExit, maxParticipants } = element.attributes;
  if (element.text === '') throw new TwimlError(13_235, 'Dial->Conference: a conference without a name');
  if (element.text.length > 128) throw new TwimlError(13_235, 'Dial->Conference: the name is too long');
  const most = Number(maxParticipants ?? MOST_MEMBERS);
  const place = service.conferences.enter(call, element.text, {
    endsConference: endConferenceOnExit === 'true',
    most: Number.isInteger(most) && most >= 2 ? most : MOST_MEMBERS,
  });
  if (!place) return alert(13_236, 'Dial->Conference: the conference is full');
  signal.addEventListener('abort', place.leave, { once: true });
  await Promise.race([place.over, call.ended]);
  place.leave();
}
