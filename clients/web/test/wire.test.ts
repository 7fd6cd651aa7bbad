/** What comes over the wire, good and bad, from a real HTTP server. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { NpcgenClient, NpcgenError, type Reply } from "@npcgen/client";
import { broken, canned, completed, END, envelope, json, stream, text } from "./canned_server.js";
import type { Answer } from "./canned_server.js";

/** What a reply told, in short, and the reason it ended with. */
async function heard(reply: Reply): Promise<[string[], string]> {
  const told: string[] = [];
  try {
    for await (const { kind, body } of reply) told.push(kind === "textDelta" ? body.text : kind);
  } catch (error) {
    assert.ok(error instanceof NpcgenError, String(error));
    assert.ok(error.message && (error.hint || error.code === "invalid_argument"), error.reason);
    return [told, error.reason];
  }
  return [told, ""];
}

async function chatWith(answer: Answer): Promise<[string[], string]> {
  await using server = await canned(answer);
  return await heard(new NpcgenClient(server.url).chat("c", "Hello"));
}

const GOOD = Buffer.concat([
  text(0, "Grüß "),
  text(1, "dich 🦊"),
  completed(2, "Grüß dich 🦊"),
  END,
]);

test("a stream means the same however it is cut into pieces", async () => {
  for (const size of [1, 2, 3, 5, 7, 64, GOOD.length]) {
    const pieces = Array.from({ length: Math.ceil(GOOD.length / size) }, (_, index) =>
      GOOD.subarray(index * size, (index + 1) * size),
    );
    assert.deepEqual(await chatWith(stream(...pieces)), [["Grüß ", "dich 🦊", "completed"], ""]);
  }
});

test("a stream that ends anywhere too early is cut, and what came before is told", async () => {
  for (const at of [text(0, "Grüß ").length, text(0, "Grüß ").length + 3, GOOD.length - 60]) {
    const [told, reason] = await chatWith(stream(GOOD.subarray(0, at)));
    assert.deepEqual([told[0], reason], ["Grüß ", "STREAM_CUT"]);
  }
});

test("a connection that breaks is a stream that is cut", async () => {
  assert.deepEqual(await chatWith(broken(text(0, "Well"))), [["Well"], "STREAM_CUT"]);
});

test("a turn that is completed is whole without an end message", async () => {
  const body = Buffer.concat([text(0, "Well"), completed(1, "Well")]);
  assert.deepEqual(await chatWith(stream(body)), [["Well", "completed"], ""]);
});

test("what follows an end message is passed over", async () => {
  assert.deepEqual(await chatWith(stream(Buffer.concat([GOOD, text(9, "?")]))), [
    ["Grüß ", "dich 🦊", "completed"],
    "",
  ]);
});

test("heartbeats are no events, and kinds of a newer server are handed on", async () => {
  const newer = envelope({ event: { sequence: 0, gesture: { name: "wave" } }, mood: 3 });
  const body = Buffer.concat([envelope({}), newer, completed(1, ""), END]);
  assert.deepEqual(await chatWith(stream(body)), [["unknown", "completed"], ""]);
});

test("what can't be read is told, after what could be", async () => {
  const bad = {
    "half a character": Buffer.from('{"event": {"textDelta": {"text": "\xc3"}}}', "latin1"),
    "no JSON": Buffer.from("Well"),
    "no object": Buffer.from("[]"),
    "another type": Buffer.from('{"event": {"sequence": "first"}}'),
  };
  for (const [what, message] of Object.entries(bad)) {
    const body = Buffer.concat([text(0, "Well"), envelope(message), END]);
    assert.deepEqual(await chatWith(stream(body)), [["Well"], "BAD_MESSAGE"], what);
  }
  const flagged = Buffer.concat([text(0, "Well"), envelope({}, 1), END]);
  assert.deepEqual(await chatWith(stream(flagged)), [["Well"], "BAD_MESSAGE"]);
});

test("a message of more than 4 MiB is refused before it comes", async () => {
  const head = Buffer.from([0, 0, 0x40, 0, 1]);
  const body = Buffer.concat([text(0, "Well"), head]);
  assert.deepEqual(await chatWith(stream(body)), [["Well"], "MESSAGE_TOO_LARGE"]);
});

test("a long message of many characters comes whole", async () => {
  const long = "Ä🦊".repeat(200_000);
  const body = Buffer.concat([text(0, long), completed(1, long), END]);
  assert.deepEqual(await chatWith(stream(body)), [[long, "completed"], ""]);
});

test("whoever else answers is no npcgen server", async () => {
  const page: Answer = (response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<h1>It works</h1>");
  };
  const away: Answer = (response) => {
    response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
  };
  for (const answer of [page, away, json(404, { detail: "Not Found" }), json(200, {})]) {
    assert.deepEqual(await chatWith(answer), [[], "NOT_NPCGEN"]);
  }
});

test("an error at the end of a stream is the server's own", async () => {
  const error = {
    code: "invalid_argument",
    message: "text: is empty",
    details: [
      // ErrorInfo{reason: "EMPTY_TEXT"}, BadRequest{[{field: "text"}]}, RetryInfo{1.5 s}
      { type: "google.rpc.ErrorInfo", value: "CgpFTVBUWV9URVhU" },
      { type: "google.rpc.BadRequest", value: "CgYKBHRleHQ" },
      { type: "google.rpc.RetryInfo", value: "CggIARCAyrXuAQ" },
      { type: "google.rpc.Help", value: "%%%" },
    ],
  };
  await using server = await canned(stream(envelope({ error }, 2)));
  const { failure } = await new NpcgenClient(server.url).chat("c", "").listen();
  assert.ok(failure);
  assert.deepEqual(
    [failure.code, failure.reason, failure.field, failure.retryAfterMs, failure.message],
    ["invalid_argument", "EMPTY_TEXT", "text", 1500, "text: is empty"],
  );
});

test("a refused stream has the reason that its body tells", async () => {
  const refusal = {
    code: "unauthenticated",
    message: "no key",
    details: [{ type: "google.rpc.ErrorInfo", value: "CgtLRVlfTUlTU0lORw" }],
  };
  assert.deepEqual(await chatWith(json(401, refusal)), [[], "KEY_MISSING"]);
});

test("the key goes along", async () => {
  await using server = await canned(stream(GOOD));
  await new NpcgenClient(server.url, { apiKey: "sesame" }).chat("c", "Hello").text();
  assert.equal(server.seen[0]?.headers.authorization, "Bearer sesame");
});

test("nobody there is unreachable", async () => {
  const gone = await canned(stream());
  await gone[Symbol.asyncDispose]();
  assert.deepEqual(await heard(new NpcgenClient(gone.url).chat("c", "Hello")), [
    [],
    "SERVER_UNREACHABLE",
  ]);
});

test("a call that takes too long ends by its own clock", async () => {
  await using server = await canned(() => {});
  const client = new NpcgenClient(server.url, { timeoutMs: 50, retries: 0 });
  await assert.rejects(client.warmup("c"), { reason: "DEADLINE_EXCEEDED" });
});

test("a listener that leaves closes the connection", async () => {
  let closed: Promise<unknown> | undefined;
  await using server = await canned((response) => {
    closed = once(response, "close");
    response.writeHead(200, { "content-type": "application/connect+json" });
    response.write(text(0, "Well"));
  });
  for await (const event of new NpcgenClient(server.url).chat("c", "Hello")) {
    assert.equal(event.kind, "textDelta");
    break;
  }
  await closed;
});

test("an aborted reply tells nothing more", async () => {
  await using server = await canned(stream(GOOD));
  const left = new AbortController();
  const reply = new NpcgenClient(server.url).chat("c", "Hello", { signal: left.signal });
  const told: string[] = [];
  const { failure } = await reply.listen({
    onText(words) {
      told.push(words);
      left.abort();
    },
  });
  assert.deepEqual([told, failure?.reason], [["Grüß "], "CANCELLED"]);
});

test("what can't be sent is refused before it is", async () => {
  await using server = await canned(stream(GOOD));
  const client = new NpcgenClient(server.url);
  const reply = client.chat("c", "Hello", { limits: { maxTokens: "few" as unknown as number } });
  assert.deepEqual(await heard(reply), [[], "INVALID_ARGUMENT"]);
  assert.deepEqual(server.seen, []);
  assert.throws(() => new NpcgenClient("127.0.0.1:8080"), { field: "baseUrl" });
});
