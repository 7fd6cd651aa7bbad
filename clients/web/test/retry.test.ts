/** What is asked again, and what never is. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { NpcgenClient, NpcgenError } from "@npcgen/client";
import { pauseMs } from "../dist/wire/retry.js";
import { canned, json } from "./canned_server.js";

const AWAY = json(503, { code: "unavailable", message: "loading" });
const REFUSED = json(400, { code: "invalid_argument", message: "no" });

test("an idempotent call is asked again while the server is away", async () => {
  await using server = await canned(AWAY, AWAY, json(200, { promptTokens: 7 }));
  const { promptTokens } = await new NpcgenClient(server.url).warmup("c");
  assert.deepEqual([promptTokens, server.seen.length], [7, 3]);
});

test("a conversation is begun once, however often it is asked for", async () => {
  await using server = await canned(AWAY, json(200, { conversation: { id: "c" } }));
  await new NpcgenClient(server.url).startConversation("ada");
  const [first, second] = server.seen.map(({ body }) => JSON.parse(body).requestId);
  assert.match(first, /^[0-9a-f]{32}$/);
  assert.equal(first, second);
});

test("a reply is never asked for again", async () => {
  await using server = await canned(AWAY);
  await assert.rejects(new NpcgenClient(server.url).chat("c", "Hello").text());
  assert.equal(server.seen.length, 1);
});

test("a call without a request id that changes something isn't either", async () => {
  await using server = await canned(AWAY);
  const client = new NpcgenClient(server.url);
  await assert.rejects(client.quests.deletePlay({ playId: "p" }), { code: "unavailable" });
  assert.equal(server.seen.length, 1);
});

test("what is wrong stays wrong", async () => {
  await using server = await canned(REFUSED);
  await assert.rejects(new NpcgenClient(server.url).warmup("c"), { code: "invalid_argument" });
  assert.equal(server.seen.length, 1);
});

test("after the last attempt the failure is told", async () => {
  await using server = await canned(AWAY);
  const client = new NpcgenClient(server.url, { retries: 2 });
  await assert.rejects(client.warmup("c"), { code: "unavailable", message: "loading" });
  assert.equal(server.seen.length, 3);
});

test("pauses grow, and are never shorter than the server asks for", () => {
  const failure = new NpcgenError("unavailable", "DRAINING", "gone");
  for (let draw = 0; draw < 100; draw++) {
    const pauses = [1, 2, 3, 99].map((attempt) => pauseMs(attempt, failure));
    assert.ok(pauses.every((pause, index) => pause <= [200, 400, 800, 5000][index]!));
    assert.ok(pauses.every((pause, index) => pause >= [100, 200, 400, 2500][index]!));
  }
  const told = new NpcgenError("unavailable", "DRAINING", "gone", { retryAfterMs: 9000 });
  assert.equal(pauseMs(1, told), 9000);
});
