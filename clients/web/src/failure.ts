/**
 * The one error of this package. What the server says and what went wrong on the way to it look the
 * same: a code to group by, a reason to switch on, a message that says what happened, and a hint
 * what to do. The reasons that a client makes stand in clients/conformance/reasons.json.
 */

import { HINTS } from "./gen/hints.js";

/** Connect's codes, as they travel. */
export const CODES = [
  "canceled",
  "unknown",
  "invalid_argument",
  "deadline_exceeded",
  "not_found",
  "already_exists",
  "permission_denied",
  "resource_exhausted",
  "failed_precondition",
  "aborted",
  "out_of_range",
  "unimplemented",
  "internal",
  "unavailable",
  "data_loss",
  "unauthenticated",
] as const;

export type Code = (typeof CODES)[number];

export interface FailureDetails {
  /** The path of the field that is wrong; "" for none. */
  field?: string;
  /** Milliseconds after which trying again helps; 0 where the server named none. */
  retryAfterMs?: number;
  cause?: unknown;
}

/** What went wrong, at the server or on the way to it. */
export class NpcgenError extends Error {
  override readonly name = "NpcgenError";
  /** What to do about it; "" for most errors of the server, whose message says it. */
  readonly hint: string;
  readonly field: string;
  readonly retryAfterMs: number;

  /** `reason` is stable, in UPPER_SNAKE_CASE. */
  constructor(
    readonly code: Code,
    readonly reason: string,
    message: string,
    { field = "", retryAfterMs = 0, cause }: FailureDetails = {},
  ) {
    super(message, { cause });
    this.hint = HINTS[reason] ?? "";
    this.field = field;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The error for something of the caller's that can't be right. */
export function invalidArgument(field: string, description: string): NpcgenError {
  const message = field ? `${field}: ${description}` : description;
  return new NpcgenError("invalid_argument", "INVALID_ARGUMENT", message, { field });
}

/** The error for what can't be read, wherever it was noticed. */
export function badMessage(why: string, cause?: unknown): NpcgenError {
  return new NpcgenError("internal", "BAD_MESSAGE", `the answer can't be read: ${why}`, { cause });
}
