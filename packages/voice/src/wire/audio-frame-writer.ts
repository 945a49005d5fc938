import { randomFillSync } from 'node:crypto';
import type { Duplex } from 'node:stream';

/** The first byte of a message in one frame. */
const FIRST_BYTE = { text: 0x81, binary: 0x82 };
const MASKED = 0x80;
const MASK_BYTES = 4;

/** Random bytes for masks, drawn in advance: a key must be unpredictable, and asking for four at a time is slow. */
const maskPool = Buffer.allocUnsafe(8192);
let maskPoolAt = maskPool.length;

export type FrameKind = keyof typeof FIRST_BYTE;

export interface AudioFrameOptions {
  /** A client masks what it sends, a server does not. */
  role: 'client' | 'server';
  kind?: FrameKind;
}

/**
 * Writes audio messages as finished WebSocket frames (RFC 6455) to the socket beneath a `ws` connection: header, JSON and
 * payload in one buffer and one system call, where `ws` takes two buffers and copies once more. `ws` writes each of
 * its own frames in one go too, as long as it does not compress, so the two can share the socket.
 */
export class AudioFrameWriter {
  readonly #socket: Duplex;
  readonly #head: Buffer;
  readonly #tail: Buffer;
  readonly #masked: boolean;
  readonly #firstByte: number;

  constructor(socket: Duplex, head: Buffer, tail: Buffer, { role, kind = 'text' }: AudioFrameOptions) {
    this.#socket = socket;
    this.#head = head;
    this.#tail = tail;
    this.#masked = role === 'client';
    this.#firstByte = FIRST_BYTE[kind];
  }

  /** Bytes that the other side has not taken yet. */
  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  /** One message: head, payload, tail; and a second, short one of text behind it where `followedBy` is given. */
  write(payload: Buffer, followedBy?: string): void {
    const length = this.#head.length + payload.length + this.#tail.length;
    const start = headerLength(length, this.#masked);
    const secondAt = start + length;
    const secondStart = followedBy === undefined ? secondAt : secondAt + headerLength(followedBy.length, this.#masked);
    const frames = Buffer.allocUnsafe(secondStart + (followedBy?.length ?? 0));
    writeHeader(frames, 0, length, this.#masked, this.#firstByte);
    frames.set(this.#head, start);
    frames.set(payload, start + this.#head.length);
    frames.set(this.#tail, start + this.#head.length + payload.length);
    if (this.#masked) mask(frames, start, secondAt);
    if (followedBy !== undefined) {
      writeHeader(frames, secondAt, followedBy.length, this.#masked, FIRST_BYTE.text);
      frames.write(followedBy, secondStart, 'latin1');
      if (this.#masked) mask(frames, secondStart, frames.length);
    }
    this.#socket.write(frames);
  }
}

const headerLength = (length: number, masked: boolean): number =>
  2 + extendedLengthBytes(length) + (masked ? MASK_BYTES : 0);

function extendedLengthBytes(length: number): number {
  if (length < 126) return 0;
  return length < 65_536 ? 2 : 8;
}

function writeHeader(frame: Buffer, at: number, length: number, masked: boolean, firstByte: number): void {
  const bit = masked ? MASKED : 0;
  const lengthBytes = extendedLengthBytes(length);
  frame[at] = firstByte;
  if (lengthBytes === 0) {
    frame[at + 1] = bit | length;
  } else if (lengthBytes === 2) {
    frame[at + 1] = bit | 126;
    frame.writeUInt16BE(length, at + 2);
  } else {
    frame[at + 1] = bit | 127;
    frame.writeBigUInt64BE(BigInt(length), at + 2);
  }
}

/** Puts a fresh key before `start` and applies it from there to `end`. */
function mask(frame: Buffer, start: number, end: number): void {
  if (maskPoolAt === maskPool.length) {
    randomFillSync(maskPool);
    maskPoolAt = 0;
  }
  const a = maskPool[maskPoolAt++] ?? 0;
  const b = maskPool[maskPoolAt++] ?? 0;
  const c = maskPool[maskPoolAt++] ?? 0;
  const d = maskPool[maskPoolAt++] ?? 0;
  frame[start - 4] = a;
  frame[start - 3] = b;
  frame[start - 2] = c;
  frame[start - 1] = d;
  let index = start;
  for (const whole = end - 3; index < whole; index += 4) {
    frame[index] = (frame[index] ?? 0) ^ a;
    frame[index + 1] = (frame[index + 1] ?? 0) ^ b;
    frame[index + 2] = (frame[index + 2] ?? 0) ^ c;
    frame[index + 3] = (frame[index + 3] ?? 0) ^ d;
  }
  for (; index < end; index++) frame[index] = (frame[index] ?? 0) ^ ([a, b, c, d][(index - start) & 3] ?? 0);
}
