/** Why no answer came that npcgen could have given, as far as that can be found out. */

import { NpcgenError } from "../failure.js";

const TLS_CODES = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|^ERR_(TLS|SSL)/;
/** Of Node's HTTP parser: what answers speaks another protocol. */
const PARSER_CODES = /^HPE_/;
/** Names of this machine, which pages of https may call without TLS. */
const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/;

type Fetch = typeof globalThis.fetch;

export function notNpcgen(origin: string, answer: string): NpcgenError {
  const message = `${origin} answers, but not as npcgen does: ${answer}`;
  return new NpcgenError("failed_precondition", "NOT_NPCGEN", message);
}

/** The error for a `fetch` that failed with `error`. */
export async function unreached(
  fetch: Fetch,
  origin: string,
  error: unknown,
): Promise<NpcgenError> {
  const { cause } = error as { cause?: { code?: unknown; message?: unknown } };
  // Node tells the system's own code; a browser tells a page nothing but that it failed.
  if (!cause) return hidden(fetch, origin, error);
  const code = typeof cause.code === "string" ? cause.code : "";
  const why = String(cause.message || (error as Error).message);
  if (PARSER_CODES.test(code)) return notNpcgen(origin, why);
  if (TLS_CODES.test(code)) {
    const message = `${origin} can't be trusted: ${why}`;
    return new NpcgenError("failed_precondition", "TLS_UNTRUSTED", message, { cause: error });
  }
  return unreachable(origin, why, error);
}

async function hidden(fetch: Fetch, origin: string, error: unknown): Promise<NpcgenError> {
  const page = globalThis.location as Location | undefined;
  if (page?.protocol === "https:" && isOpenWire(origin)) {
    return unreachable(origin, OPEN_WIRE, error);
  }
  if (page && page.origin !== origin && (await answers(fetch, origin))) {
    // npcgen lets in every page of its own machine, unless it is called by a name it doesn't know.
    if (LOOPBACK.test(page.hostname)) return notNpcgen(origin, LETS_NO_PAGE_READ);
    const message = `${origin} answers, but not to pages of '${page.origin}'`;
    return new NpcgenError("permission_denied", "ORIGIN_NOT_ALLOWED", message, { cause: error });
  }
  return unreachable(origin, `${(error as Error).message}; ${BROWSERS_SILENCE}`, error);
}

const OPEN_WIRE =
  "a page of https may call no http address but this machine's own; give the server a " +
  "certificate (NPCGEN_TLS_CERT, NPCGEN_TLS_KEY) and write https";
const BROWSERS_SILENCE =
  "a browser says no more than that: the server may be down, its certificate untrusted, or this " +
  "machine closed to the page, as it is to public pages without https and the player's leave";

const LETS_NO_PAGE_READ =
  "it lets no page read what it says; if it is npcgen, put the name it is called by into " +
  "NPCGEN_ALLOWED_HOSTS";

function isOpenWire(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === "http:" && !LOOPBACK.test(hostname);
}

/** Whether anybody is there: a browser lets any page ask, but not read the answer. */
async function answers(fetch: Fetch, origin: string): Promise<boolean> {
  try {
    await fetch(`${origin}/healthz`, { mode: "no-cors", credentials: "omit", cache: "no-store" });
    return true;
  } catch {
    return false;
  }
}

function unreachable(origin: string, why: string, cause: unknown): NpcgenError {
  const message = `can't reach ${origin}: ${why}`;
  return new NpcgenError("unavailable", "SERVER_UNREACHABLE", message, { cause });
}
