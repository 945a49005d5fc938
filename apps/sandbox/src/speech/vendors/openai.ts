import { checkOpenAiKey, openAiRefusalBody } from '../../language-model/openai/openai-dialect.ts';
import { Refusal } from '../../language-model/refusal.ts';
import { openAiSpeaker } from '../../openai/openai-dialect.ts';
import { loadSchemas, schemaOf } from '../../openai/published-schemas.ts';
import { problemOf } from '../../openai/schema-problem.ts';
import { textAt } from '../../realtime/json.ts';
import type { SpeechDialect } from '../dialect.ts';
import { madeHere } from '../speech-format.ts';

const OLDER_VOICES = ['alloy', 'ash', 'coral', 'echo', 'fable', 'onyx', 'nova', 'sage', 'shimmer'];
const VOICES = [...OLDER_VOICES, 'ballad', 'verse', 'marin', 'cedar'];
const VOICES_OF: Readonly<Record<string, readonly string[]>> = {
  'tts-1': OLDER_VOICES,
  'tts-1-hd': OLDER_VOICES,
  'gpt-4o-mini-tts': VOICES,
  'gpt-4o-mini-tts-2025-12-15': VOICES,
};

const validate = schemaOf(
  loadSchemas(new URL('./openai-speech.spec.json', import.meta.url), 'as published'),
  'CreateSpeechRequest',
);

/** `POST /v1/audio/speech`: as OpenAI publishes it, and with the voices that it only writes about. */
export const openAiSpeech: SpeechDialect = {
  path: '/audio/speech',
  checkKey: checkOpenAiKey,
  read({ body }) {
    if (!validate(body)) {
      const { code, message, param } = problemOf(validate.errors ?? [], '');
      throw new Refusal(400, message, { code, param });
    }
    const model = textAt(body, 'model') ?? '';
    const voices = VOICES_OF[model];
    if (!voices) {
      const message = `The model \`${model}\` does not exist or you do not have access to it.`;
      throw new Refusal(404, message, { code: 'model_not_found' });
    }
    const voice = textAt(body, 'voice');
    if (voice === null || !voices.includes(voice)) {
      const message = `Invalid value: '${voice}'. Supported values are: ${voices.map((name) => `'${name}'`).join(', ')}.`;
      throw new Refusal(400, message, { code: 'invalid_value', param: 'voice' });
    }
    const text = textAt(body, 'input') ?? '';
    if (text.trim() === '') throw new Refusal(400, 'Input should not be empty.', { param: 'input' });
    return { text, speaker: openAiSpeaker(voice), format: madeHere(textAt(body, 'response_format') ?? 'mp3') };
  },
  refusalBody: openAiRefusalBody,
};
