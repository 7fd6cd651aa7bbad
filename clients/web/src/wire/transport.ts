/**
 * Connect JSON over fetch, by connect-web, with what an NPC client adds: the key, the errors, the
 * retries. Every call of this package goes through it; whatever it throws is NpcgenError.
 */

import type { DescMessage, DescMethodStreaming, DescMethodUnary } from "@bufbuild/protobuf";
import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  Code as ConnectCode,
  ConnectError,
  type StreamResponse,
  type Transport,
  type UnaryResponse,
} from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";
import { badMessage, invalidArgument, NpcgenError } from "../failure.js";
import { mayRetry, pauseMs, sleep } from "./retry.js";
import { watchedFetch } from "./watched_fetch.js";

/** A newer server's fields are passed over; half characters are an error, not U+FFFD. */
const READING = {
  ignoreUnknownFields: true,
  textDecoder: new TextDecoder("utf-8", { fatal: true }),
};

export interface TransportOptions {
  baseUrl: string;
  /** One of the server's NPCGEN_API_KEYS; "" for none. */
  apiKey: string;
  /** Of each unary call, its retries included. */
  timeoutMs: number;
  /** Of a unary call, after the first attempt. */
  retries: number;
  fetch: typeof globalThis.fetch;
}

export class NpcgenTransport implements Transport {
  constructor(private readonly options: TransportOptions) {}

  async unary<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    signal: AbortSignal | undefined,
    timeoutMs: number = this.options.timeoutMs,
    header: HeadersInit | undefined,
    input: MessageInitShape<I>,
  ): Promise<UnaryResponse<I, O>> {
    const until = performance.now() + timeoutMs;
    for (let attempt = 1; ; attempt++) {
      const call = new Attempt(this.options);
      try {
        const left = Math.max(1, Math.ceil(until - performance.now()));
        return await call.connect.unary(method, signal, left, this.#headers(header), input);
      } catch (error) {
        const failure = call.failure(error);
        const pause = pauseMs(attempt, failure);
        const isLast = attempt > this.options.retries || performance.now() + pause >= until;
        if (isLast || !mayRetry(method, input, failure)) throw failure;
        await sleep(pause, signal).catch((reason: unknown) => {
          throw cancelled(reason);
        });
      }
    }
  }

  async stream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodStreaming<I, O>,
    signal: AbortSignal | undefined,
    timeoutMs: number | undefined,
    header: HeadersInit | undefined,
    input: AsyncIterable<MessageInitShape<I>>,
  ): Promise<StreamResponse<I, O>> {
    const call = new Attempt(this.options);
    const headers = this.#headers(header);
    try {
      const answer = await call.connect.stream(method, signal, timeoutMs, headers, input);
      return { ...answer, message: call.read(answer.message) };
    } catch (error) {
      throw call.failure(error);
    }
  }

  #headers(given: HeadersInit | undefined): Headers {
    const headers = new Headers(given);
    if (this.options.apiKey) headers.set("authorization", `Bearer ${this.options.apiKey}`);
    return headers;
  }
}

/** One request and its answer. */
class Attempt {
  readonly connect: Transport;
  #isSent = false;

  constructor({ baseUrl, fetch }: TransportOptions) {
    this.connect = createConnectTransport({
      baseUrl,
      jsonOptions: READING,
      fetch: (url, init) => {
        this.#isSent = true;
        return watchedFetch(fetch, url, init);
      },
    });
  }

  async *read<T>(messages: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
    try {
      yield* messages;
    } catch (error) {
      throw this.failure(error);
    }
  }

  /** What connect-web made of an error, as ours. */
  failure(error: unknown): NpcgenError {
    if (error instanceof NpcgenError) return error;
    const { code, rawMessage, cause } = ConnectError.from(error);
    if (cause instanceof NpcgenError) return cause;
    if (code === ConnectCode.Canceled) return cancelled(cause);
    if (code === ConnectCode.DeadlineExceeded) {
      return new NpcgenError("deadline_exceeded", "DEADLINE_EXCEEDED", "the call's time is over");
    }
    return this.#isSent ? badMessage(rawMessage, error) : invalidArgument("", rawMessage);
  }
}

function cancelled(cause: unknown): NpcgenError {
  return new NpcgenError("canceled", "CANCELLED", "the call was cancelled", { cause });
}
