/** An NPC goes on, whatever becomes of its server. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Npc, NpcgenClient, type NpcState } from "@npcgen/client";
import { broken, canned, completed, END, json, stream, text } from "./canned_server.js";
import type { Answer } from "./canned_server.js";

const LINES = ["The smoke is in my throat.", "Ask me later."];
const BEGUN = json(200, { conversation: { id: "c" } });
const SAYS_WELL = stream(text(0, "Well"), completed(1, "Well"), END);
const GONE = json(404, {
  code: "not_found",
  message: "no conversation",
  details: [{ type: "google.rpc.ErrorInfo", value: "ChZDT05WRVJTQVRJT05fTk9UX0ZPVU5E" }],
});

async function withNpc(answers: Answer[], use: (npc: Npc, states: NpcState[]) => Promise<void>) {
  await using server = await canned(...answers);
  const states: NpcState[] = [];
  const npc = new Npc(new NpcgenClient(server.url, { retries: 0 }), "ada", {
    fallbackLines: LINES,
    onState: (state) => states.push(state),
  });
  await use(npc, states);
}

test("it waits, speaks and is idle again", () =>
  withNpc([BEGUN, SAYS_WELL], async (npc, states) => {
    assert.equal(await npc.chat("Hello").text(), "Well");
    assert.deepEqual(states, ["waiting", "speaking", "idle"]);
  }));

test("without a server it says its own lines in turn, and tells why", async () => {
  const gone = await canned(BEGUN);
  await gone[Symbol.asyncDispose]();
  const npc = new Npc(new NpcgenClient(gone.url, { retries: 0 }), "ada", { fallbackLines: LINES });
  for (const line of [LINES[0], LINES[1], LINES[0]]) {
    const told: string[] = [];
    const { text: said, failure } = await npc.chat("Hello").listen({
      onSentence: (sentence) => told.push(sentence),
      onCompleted: ({ fallbackReason }) => told.push(fallbackReason),
      onFailed: ({ reason, hint }) => told.push(reason, hint),
    });
    assert.equal(said, line);
    assert.deepEqual(told.slice(0, 3), [line, "SERVER_UNREACHABLE", "SERVER_UNREACHABLE"]);
    assert.match(told[3]!, /npcgen serve/);
    assert.equal(failure?.reason, "SERVER_UNREACHABLE");
  }
});

test("events of its own line go on where the server's ended", () =>
  withNpc([BEGUN, stream()], async (npc) => {
    const kinds: [number, string][] = [];
    for await (const event of npc.chat("Hello")) kinds.push([event.sequence, event.kind]);
    assert.deepEqual(kinds, [
      [0, "textDelta"],
      [1, "sentence"],
      [2, "completed"],
    ]);
  }));

test("a persona that is sent along brings its own lines", async () => {
  const gone = await canned(BEGUN);
  await gone[Symbol.asyncDispose]();
  const persona = { name: "Ada", fallbackLines: ["Later."] };
  const npc = new Npc(new NpcgenClient(gone.url, { retries: 0 }), persona);
  assert.equal(await npc.chat("Hello").text(), "Later.");
});

test("cut off in the middle it says no other line", () =>
  withNpc([BEGUN, broken(text(0, "We"))], async (npc, states) => {
    const { text: said, failure } = await npc.chat("Hello").listen();
    assert.deepEqual([said, failure?.reason], ["We", "STREAM_CUT"]);
    assert.deepEqual(states, ["waiting", "speaking", "idle"]);
  }));

test("without lines the failure is thrown", async () => {
  await using server = await canned(json(503, { code: "unavailable", message: "loading" }));
  const npc = new Npc(new NpcgenClient(server.url, { retries: 0 }), "ada");
  await assert.rejects(npc.chat("Hello").text(), { code: "unavailable" });
});

test("it begins anew when the server lost its conversation", () =>
  withNpc([BEGUN, GONE, BEGUN, SAYS_WELL], async (npc) => {
    assert.equal(await npc.chat("Hello").text(), LINES[0]);
    assert.equal(await npc.chat("Hello").text(), "Well");
  }));

test("a second reply at once is refused, and doesn't disturb the first", () =>
  withNpc([BEGUN, SAYS_WELL], async (npc, states) => {
    const first = npc.chat("Hello").text();
    await assert.rejects(npc.chat("And?").text(), { reason: "TURN_IN_PROGRESS" });
    assert.equal(await first, "Well");
    assert.deepEqual(states, ["waiting", "speaking", "idle"]);
  }));

test("nothing is told while it is paused, and nothing is lost", () =>
  withNpc([BEGUN, SAYS_WELL], async (npc) => {
    const told: string[] = [];
    npc.pause();
    const reply = npc.chat("Hello").listen({ onText: (words) => told.push(words) });
    await new Promise((later) => setTimeout(later, 100));
    assert.deepEqual(told, []);
    npc.resume();
    assert.equal((await reply).text, "Well");
    assert.deepEqual(told, ["Well"]);
  }));

test("leaving early makes it idle", () =>
  withNpc([BEGUN, SAYS_WELL], async (npc, states) => {
    for await (const _ of npc.chat("Hello")) break;
    assert.deepEqual(states, ["waiting", "speaking", "idle"]);
  }));
