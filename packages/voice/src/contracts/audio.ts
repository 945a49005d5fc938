/**
 * Audio as it travels on the wire of a phone call: base64 of G.711 μ-law, 8 kHz, mono, held as ASCII bytes.
 * The bytes may be a view into a received message, so they are valid only during the call that hands them over.
 * Keeping this form end to end is what makes a pass-through frame cost no decoding, no string and no JSON.
 */
export type EncodedAudio = Buffer;

/** Raw G.711 μ-law samples, 8 kHz mono: 8 bytes a millisecond. */
export type MulawAudio = Uint8Array;
