import { expect, test } from 'vitest';
import { ResponseSequencer, type SpeechRequest } from './response-sequencer.ts';

/** A provider that confirms no result, and when it was asked for what. */
function start() {
  let now = 10_000;
  const asked: SpeechRequest['kind'][] = [];
  const responses = new ResponseSequencer(
    ({ kind }) => asked.push(kind),
    () => now,
  );
  return { responses, asked, passTime: (ms: number) => (now += ms) };
}

test.each([
  ['at that moment is told after it', 100, ['answer']],
  ['long before is known to it', 1500, []],
])('a result that was sent when the answer to the caller began, %s', (_, sinceMs, expected) => {
  const { responses, asked, passTime } = start();
  responses.callerSpeaks();
  responses.sentResult('t1');
  responses.requestAfterTools();
  responses.callerPauses();
  passTime(sinceMs);
  responses.created('r1');
  responses.done('r1');
  responses.goOn();
  expect(asked).toEqual(expected);
});

test.each([
  ['speaks', (responses: ResponseSequencer) => responses.callerSpeaks()],
  [
    'interrupts the agent',
    (responses: ResponseSequencer) => {
      responses.interrupt();
      responses.callerSpeaks();
    },
  ],
])('a result that waited to be told when the caller %s is not lost', (_, happens) => {
  const { responses, asked } = start();
  responses.created('r1');
  responses.sentResult('t1');
  responses.requestAfterTools();
  happens(responses);
  responses.done('r1');
  responses.callerPauses();
  responses.created('r2');
  responses.done('r2');
  responses.goOn();
  expect(asked).toEqual(['answer']);
});
