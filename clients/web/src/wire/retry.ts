/** Whether, and after which pause, a failed call is tried again. */

import type { DescMethod } from "@bufbuild/protobuf";
import { MethodOptions_IdempotencyLevel as Idempotency } from "@bufbuild/protobuf/wkt";
import { NpcgenError } from "../failure.js";

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Only what the contract calls idempotent, and what carries a `requestId`, is asked twice; and only
 * where the server is away for the moment. Replies are never asked twice.
 */
export function mayRetry(method: DescMethod, input: object, failure: NpcgenError): boolean {
  const named = "requestId" in input && input.requestId !== "" && input.requestId !== undefined;
  return (
    failure.code === "unavailable" &&
    (named || method.idempotency !== Idempotency.IDEMPOTENCY_UNKNOWN)
  );
}

/** Milliseconds; `attempt` counts from 1. Never less than the server asked for. */
export function pauseMs(attempt: number, failure: NpcgenError): number {
  const backoff = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
  // Half of it is drawn, so that all clients of a server that restarts don't call at once.
  return Math.max(failure.retryAfterMs, backoff * (0.5 + Math.random() / 2));
}

/** Ends early, with the signal's reason, when that is aborted. */
export function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const wake = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", wake);
      resolve();
    }, ms);
    signal?.addEventListener("abort", wake, { once: true });
    if (signal?.aborted) wake();
  });
}
