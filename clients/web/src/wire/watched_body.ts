/** Bodies as they come: whether they are whole, of a size that is agreed on, and text. */

import { badMessage, NpcgenError } from "../failure.js";
import { readErrorBody } from "./server_error.js";

/** Of one message. */
export const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
const HEADER_BYTES = 5;
const END_STREAM = 2;
const GOOD_END = Uint8Array.of(END_STREAM, 0, 0, 0, 2, 0x7b, 0x7d);

type Body = ReadableStream<Uint8Array<ArrayBuffer>>;

/** The body of a unary call. */
export async function wholeText(body: Body, signal?: AbortSignal): Promise<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  for (let size = 0; ;) {
    const { done, value } = await readFrom(reader, signal);
    try {
      text += decoder.decode(value, { stream: !done });
    } catch (error) {
      throw badMessage("it is no UTF-8", error);
    }
    if (done) return text;
    size += value.length;
    if (size > MAX_MESSAGE_BYTES) throw tooLarge(size);
  }
}

/** The body of a stream: its messages, one whole envelope at a time, and a good end. */
export function watchedStream(body: Body, signal?: AbortSignal): Body {
  const reader = body.getReader();
  const envelopes = new Envelopes();
  return new ReadableStream({
    // NOTE: an error empties the queue, so it waits for the next pull: until what was good is read.
    async pull(controller) {
      for (let isHungry = true; isHungry;) {
        if (envelopes.failure) throw envelopes.failure;
        const { done, value } = await readFrom(reader, signal);
        if (done) throw cut(envelopes.isBetween ? "before its end" : "in the middle of a message");
        for (const whole of envelopes.take(value)) {
          controller.enqueue(whole);
          isHungry = false;
        }
      }
      if (envelopes.isOver) {
        controller.close();
        await reader.cancel();
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** Gathers envelopes from pieces: flags and a length in five bytes, then a message. */
class Envelopes {
  /** What is wrong with the next envelope, or the error that ends the stream. */
  failure: NpcgenError | undefined;
  isOver = false;
  #envelope = new Uint8Array(HEADER_BYTES);
  #fill = 0;

  get isBetween(): boolean {
    return this.#fill === 0;
  }

  /** The envelopes that became whole. What follows the end, or a failure, is passed over. */
  take(bytes: Uint8Array): Uint8Array<ArrayBuffer>[] {
    const whole: Uint8Array<ArrayBuffer>[] = [];
    while (bytes.length > 0 && !this.isOver && !this.failure) {
      const part = bytes.subarray(0, this.#envelope.length - this.#fill);
      this.#envelope.set(part, this.#fill);
      this.#fill += part.length;
      bytes = bytes.subarray(part.length);
      if (this.#fill === HEADER_BYTES && this.#envelope.length === HEADER_BYTES) this.#open();
      if (this.#fill === this.#envelope.length) whole.push(...this.#close());
    }
    return whole;
  }

  /** Makes room for the message that the header announces. */
  #open(): void {
    const flags = this.#envelope[0]!;
    const length = new DataView(this.#envelope.buffer).getUint32(1);
    if (flags !== 0 && flags !== END_STREAM) {
      this.failure = badMessage(`an envelope has the flags ${flags}`);
    } else if (length > MAX_MESSAGE_BYTES) {
      this.failure = tooLarge(length);
    } else {
      const header = this.#envelope;
      this.#envelope = new Uint8Array(HEADER_BYTES + length);
      this.#envelope.set(header);
    }
  }

  #close(): Uint8Array<ArrayBuffer>[] {
    const whole = this.#envelope;
    this.#envelope = new Uint8Array(HEADER_BYTES);
    this.#fill = 0;
    if (this.failure) return [];
    if (whole[0] !== END_STREAM) return [whole];
    this.failure = endFailure(whole.subarray(HEADER_BYTES));
    this.isOver = !this.failure;
    return this.failure ? [] : [GOOD_END];
  }
}

/** NOTE: connect-web would refuse a whole error for one damaged detail. */
function endFailure(message: Uint8Array): NpcgenError | undefined {
  try {
    const end = JSON.parse(new TextDecoder().decode(message)) as { error?: unknown } | null;
    if (typeof end !== "object" || end === null) return badMessage("its end is no JSON object");
    if (end.error === undefined) return undefined;
    return readErrorBody(end.error) ?? badMessage("its end has an error without a code");
  } catch (error) {
    return badMessage("its end is no JSON", error);
  }
}

async function readFrom(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal | undefined,
) {
  return reader.read().catch((error: unknown) => {
    throw signal?.aborted ? error : cut("as the connection broke", error);
  });
}

function cut(where: string, cause?: unknown): NpcgenError {
  return new NpcgenError("unavailable", "STREAM_CUT", `the answer was cut off ${where}`, { cause });
}

function tooLarge(bytes: number): NpcgenError {
  const message = `a message of ${bytes} bytes came; ${MAX_MESSAGE_BYTES} are the most`;
  return new NpcgenError("resource_exhausted", "MESSAGE_TOO_LARGE", message);
}
