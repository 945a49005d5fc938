import { MULAW_BYTES_PER_MS, MULAW_SILENCE } from '@leadlock/voice/audio';

/** Phones exchange one frame each way every 20 ms: 160 bytes of 8 kHz μ-law. */
export const FRAME_MS = 20;
export const FRAME_BYTES = FRAME_MS * MULAW_BYTES_PER_MS;
/** Shared, so nobody may write into it. */
export const SILENT_FRAME: Readonly<Uint8Array> = new Uint8Array(FRAME_BYTES).fill(MULAW_SILENCE);

export const silence = (ms: number): Uint8Array =>
  new Uint8Array(Math.round(ms) * MULAW_BYTES_PER_MS).fill(MULAW_SILENCE);

export const durationMs = (mulaw: Uint8Array): number => mulaw.length / MULAW_BYTES_PER_MS;
