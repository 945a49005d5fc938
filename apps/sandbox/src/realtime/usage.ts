import type { JsonObject } from './json.ts';

/** One token of audio the model hears is 100 ms, one that it speaks 50 ms; a token of text is about four letters. */
const HEARD_MS_A_TOKEN = 100;
const SPOKEN_MS_A_TOKEN = 50;
const LETTERS_A_TOKEN = 4;
/** Prompt caching counts in blocks. */
const CACHE_BLOCK = 64;

export const textTokens = (text: string): number => Math.ceil(text.length / LETTERS_A_TOKEN);
export const heardTokens = (ms: number): number => Math.ceil(ms / HEARD_MS_A_TOKEN);

/** Counts what each answer costs: the whole conversation before it is input, most of it from the cache. */
export class TokenCounter {
  #audio = 0;
  #text = 0;
  #cachedAudio = 0;
  #cachedText = 0;

  hear(ms: number): void {
    this.#audio += heardTokens(ms);
  }

  read(text: string): void {
    this.#text += textTokens(text);
  }

  /** The usage of an answer that spoke for `spokenMs` and wrote `text`, which both become input of the next. */
  answer(instructions: string, spokenMs: number, text: string): JsonObject {
    const inputText = this.#text + textTokens(instructions);
    const inputAudio = this.#audio;
    const outputAudio = Math.ceil(spokenMs / SPOKEN_MS_A_TOKEN);
    const outputText = textTokens(text);
    const cachedAudio = wholeBlocks(this.#cachedAudio);
    const cachedText = wholeBlocks(this.#cachedText);
    this.#cachedAudio = inputAudio;
    this.#cachedText = inputText;
    this.#audio += outputAudio;
    this.#text += outputText;
    return {
      total_tokens: inputText + inputAudio + outputAudio + outputText,
      input_tokens: inputText + inputAudio,
      output_tokens: outputAudio + outputText,
      input_token_details: {
        text_tokens: inputText,
        audio_tokens: inputAudio,
        image_tokens: 0,
        cached_tokens: cachedAudio + cachedText,
        cached_tokens_details: { text_tokens: cachedText, audio_tokens: cachedAudio, image_tokens: 0 },
      },
      output_token_details: { text_tokens: outputText, audio_tokens: outputAudio },
    };
  }
}

const wholeBlocks = (tokens: number): number => Math.floor(tokens / CACHE_BLOCK) * CACHE_BLOCK;
