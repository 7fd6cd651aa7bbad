/** A real HTTP server that answers each request with what it is given, one answer after the other. */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Answer = (response: ServerResponse, request: IncomingMessage) => void | Promise<void>;

export interface Seen {
  path: string;
  body: string;
  headers: IncomingMessage["headers"];
}

export interface CannedServer extends AsyncDisposable {
  url: string;
  /** The requests so far. */
  seen: Seen[];
}

/** The last answer stands for all that follow. */
export async function canned(...answers: Answer[]): Promise<CannedServer> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += String(part);
    seen.push({ path: request.url ?? "", body, headers: request.headers });
    await answers[Math.min(seen.length, answers.length) - 1]!(response, request);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

export function json(status: number, body: object): Answer {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
}

/** A stream whose body comes in these pieces, each for itself. */
export function stream(...pieces: Uint8Array[]): Answer {
  return async (response) => {
    response.writeHead(200, { "content-type": "application/connect+json" });
    for (const piece of pieces) {
      response.write(piece);
      await new Promise((later) => setImmediate(later));
    }
    response.end();
  };
}

/** A stream that breaks off after `bytes`. */
export function broken(bytes: Uint8Array): Answer {
  return (response) => {
    response.writeHead(200, { "content-type": "application/connect+json" });
    response.write(bytes, () => setTimeout(() => response.destroy(), 50));
  };
}

export function envelope(message: object | Uint8Array, flags = 0): Buffer {
  const data = message instanceof Uint8Array ? message : Buffer.from(JSON.stringify(message));
  const head = Buffer.alloc(5);
  head.writeUInt8(flags, 0);
  head.writeUInt32BE(data.length, 1);
  return Buffer.concat([head, data]);
}

export const END = envelope({}, 2);

export function text(sequence: number, words: string): Buffer {
  return envelope({ event: { sequence, turnId: "t", npcId: "ada", textDelta: { text: words } } });
}

export function completed(sequence: number, words: string): Buffer {
  const body = { text: words, finishReason: "FINISH_REASON_STOP" };
  return envelope({ event: { sequence, turnId: "t", npcId: "ada", completed: body } });
}
