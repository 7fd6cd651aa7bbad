/**
 * A fetch that names what can go wrong on the way: nobody there, somebody else there, a body that
 * is cut off, too large or no text. Knows HTTP and Connect's envelopes, and no message.
 */

import type { NpcgenError } from "../failure.js";
import { readErrorBody } from "./server_error.js";
import { notNpcgen, unreached } from "./unreached.js";
import { watchedStream, wholeText } from "./watched_body.js";

/** Throws NpcgenError; where `init.signal` is aborted, whatever `fetch` throws then. */
export async function watchedFetch(
  fetch: typeof globalThis.fetch,
  input: RequestInfo | URL,
  init: RequestInit = {},
): Promise<Response> {
  const { origin } = new URL(String(input));
  let response: Response;
  try {
    // A redirect is an answer too, and that of somebody else.
    response = await fetch(input, { ...init, redirect: "manual" });
  } catch (error) {
    throw init.signal?.aborted ? error : await unreached(fetch, origin, error);
  }
  const wanted = new Headers(init.headers).get("content-type") ?? "";
  return checked(response, origin, wanted, init.signal ?? undefined);
}

async function checked(
  response: Response,
  origin: string,
  wanted: string,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const type = mediaType(response);
  if (response.status !== 200) throw await refused(response, origin, type);
  if (type !== wanted || response.body === null) {
    await response.body?.cancel();
    throw notNpcgen(origin, `HTTP 200 with ${type || "no content type"}`);
  }
  const headers = new Headers(response.headers);
  headers.set("content-type", wanted);
  const body = wanted.startsWith("application/connect+")
    ? watchedStream(response.body, signal)
    : await wholeText(response.body, signal);
  return new Response(body, { headers });
}

/** NOTE: connect-web doesn't read the bodies of refused streams, where the reason stands. */
async function refused(response: Response, origin: string, type: string): Promise<NpcgenError> {
  if (type === "application/json") {
    const body: unknown = await response.json().catch(() => undefined);
    return readErrorBody(body) ?? notNpcgen(origin, `HTTP ${response.status}`);
  }
  await response.body?.cancel();
  return notNpcgen(origin, `HTTP ${response.status || "redirect"}`);
}

function mediaType(response: Response): string {
  const [type = ""] = (response.headers.get("content-type") ?? "").split(";");
  return type.trim().toLowerCase();
}
