/**
 * Reads the errors that a server sends: Connect's JSON, with google.rpc's ErrorInfo, RetryInfo and
 * BadRequest in it.
 *
 * NOTE: the three messages are read by hand. Their protos aren't ours, and these few fields are all
 * that is sent.
 */

import { BinaryReader, base64Decode } from "@bufbuild/protobuf/wire";
import { CODES, NpcgenError, type Code } from "../failure.js";

interface Detail {
  type: string;
  value: Uint8Array;
}

/**
 * The error of a body such as `{"code": "not_found", ...}`; undefined where it is none. A code that
 * nobody knows counts as `unknown`.
 */
export function readErrorBody(body: unknown): NpcgenError | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const { code, message, details } = body as Record<string, unknown>;
  if (typeof code !== "string") return undefined;
  const known = CODES.find((each) => each === code) ?? "unknown";
  let reason = "";
  let field = "";
  let retryAfterMs = 0;
  for (const { type, value } of readDetails(details)) {
    if (type === "google.rpc.ErrorInfo") reason = readText(value, [1]);
    if (type === "google.rpc.RetryInfo") retryAfterMs = readDelayMs(value);
    if (type === "google.rpc.BadRequest") field = readText(value, [1, 1]);
  }
  const said = typeof message === "string" && message !== "" ? message : known;
  return new NpcgenError(known, reason || reasonOf(known), said, { field, retryAfterMs });
}

/** For errors without one, which something between the server and us made. */
function reasonOf(code: Code): string {
  return code === "canceled" ? "CANCELLED" : code.toUpperCase();
}

function readDetails(details: unknown): Detail[] {
  if (!Array.isArray(details)) return [];
  return details.flatMap((detail: { type?: unknown; value?: unknown } | null) =>
    typeof detail?.type === "string" && typeof detail.value === "string"
      ? [{ type: detail.type, value: decoded(detail.value) }]
      : [],
  );
}

function decoded(base64: string): Uint8Array {
  try {
    return base64Decode(base64);
  } catch {
    return new Uint8Array();
  }
}

/** The first text at a path of field numbers; "" where there is none, or the bytes are damaged. */
function readText(bytes: Uint8Array, path: readonly number[]): string {
  for (const wanted of path) {
    bytes = first(bytes, wanted, (reader) => reader.bytes()) ?? new Uint8Array();
  }
  return new TextDecoder().decode(bytes);
}

/** RetryInfo { Duration retry_delay = 1 }, Duration { int64 seconds = 1; int32 nanos = 2 }. */
function readDelayMs(bytes: Uint8Array): number {
  const delay = first(bytes, 1, (reader) => reader.bytes()) ?? new Uint8Array();
  const seconds = first(delay, 1, (reader) => Number(reader.int64())) ?? 0;
  const nanos = first(delay, 2, (reader) => reader.int32()) ?? 0;
  return Math.round(seconds * 1000 + nanos / 1e6);
}

function first<T>(
  bytes: Uint8Array,
  wanted: number,
  read: (reader: BinaryReader) => T,
): T | undefined {
  const reader = new BinaryReader(bytes);
  try {
    while (reader.pos < reader.len) {
      const [field, type] = reader.tag();
      if (field === wanted) return read(reader);
      reader.skip(type);
    }
  } catch {
    // Damaged details say nothing; the code and the message are there all the same.
  }
  return undefined;
}
