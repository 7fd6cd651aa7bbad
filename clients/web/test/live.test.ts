/** The verbs, against a real server with canned replies: its address stands in NPCGEN_URL. */

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { filesOf, levelOf, Npc, NpcgenClient, type DialogueEvent } from "@npcgen/client";
import { FinishReason, GroupEnd, ReportReason } from "@npcgen/client/proto";

const client = new NpcgenClient(process.env["NPCGEN_URL"]);
const BRANNOCH = { player: "Ada", fallbackLines: ["The smoke is in my throat."] };

before(async () => {
  await client.waitReady();
});

async function all(events: AsyncIterable<DialogueEvent>): Promise<DialogueEvent[]> {
  const told: DialogueEvent[] = [];
  for await (const event of events) told.push(event);
  return told;
}

test("an NPC answers, event by event", async () => {
  const told = await all(new Npc(client, "brannoch", BRANNOCH).chat("Good day."));
  assert.deepEqual(
    told.map(({ sequence }) => sequence),
    told.map((_, index) => index),
  );
  const words = told.map((event) => (event.kind === "textDelta" ? event.body.text : "")).join("");
  const last = told.at(-1)!;
  assert.equal(told[0]!.kind, "started");
  assert.ok(last.kind === "completed" && last.body.text === words && words !== "");
  assert.equal(last.body.finishReason, FinishReason.STOP);
});

test("callbacks hear the same, in order", async () => {
  const heard: string[] = [];
  const { text, failure } = await new Npc(client, "brannoch", BRANNOCH).chat("Hello.").listen({
    onStarted: ({ model }) => heard.push(model),
    onSentence: (sentence) => heard.push(sentence),
    onCompleted: (completed) => heard.push(completed.text),
  });
  assert.equal(failure, undefined);
  assert.equal(heard[0], "scripted");
  assert.deepEqual([heard.slice(1, -1).join(" "), heard.at(-1)], [text, text]);
});

test("a save brings a conversation back", async () => {
  const npc = new Npc(client, "brannoch", BRANNOCH);
  await npc.chat("Remember me.").text();
  const data = await npc.save();
  await npc.chat("And this?").text();
  await npc.load(data);
  const { turns } = await client.dialogue.getConversation({
    conversationId: await npc.conversationId(),
  });
  assert.deepEqual(
    turns.map(({ playerText }) => playerText),
    ["Remember me."],
  );
});

test("what is silent is known, and said nothing to", async () => {
  const npc = new Npc(client, "brannoch", BRANNOCH);
  assert.deepEqual(await all(npc.notify("A bell rings.", { silent: true })), []);
  await npc.chat("What was that?").text();
  const { turns } = await client.dialogue.getConversation({
    conversationId: await npc.conversationId(),
  });
  assert.ok(turns[0]?.noticed.includes("A bell rings."));
});

test("a reply is cancelled while it is spoken", async () => {
  const npc = new Npc(client, "brannoch", BRANNOCH);
  let cancelled: Promise<boolean> | undefined;
  const told: FinishReason[] = [];
  await npc.chat("Tell me all of it.").listen({
    onText: () => (cancelled ??= npc.cancel()),
    onCompleted: ({ finishReason }) => told.push(finishReason),
  });
  assert.deepEqual([await cancelled, told], [true, [FinishReason.CANCELLED]]);
});

test("the last turn is said again", async () => {
  const npc = new Npc(client, "brannoch", BRANNOCH);
  const first = await all(npc.chat("Good day."));
  const again = await all(npc.regenerate());
  assert.equal(again[0]!.turnId, first[0]!.turnId);
});

test("a prompt that was warmed up is reused", async () => {
  const npc = new Npc(client, "brannoch", BRANNOCH);
  const { promptTokens } = await npc.warmup();
  const [started] = await all(npc.chat("Good day."));
  assert.ok(started?.kind === "started" && started.body.reusedTokens >= promptTokens);
});

test("two NPCs talk at once, and a group one after the other", async () => {
  const names = ["brannoch", "odrin"];
  const npcs = names.map((name) => new Npc(client, name, BRANNOCH));
  const texts = await Promise.all(npcs.map((npc) => npc.chat("Good day.").text()));
  assert.ok(texts.every((text) => text !== ""));
  const ids = await Promise.all(npcs.map((npc) => npc.conversationId()));
  const told = await all(client.groupChat(ids, "Good day, both.", { maxSpeakers: 2 }));
  const turns = told.filter(({ kind }) => kind === "completed").map(({ turnId }) => turnId);
  const last = told.at(-1)!;
  assert.ok(last.kind === "groupCompleted" && last.body.end !== GroupEnd.UNSPECIFIED);
  assert.ok(turns.length > 0);
  assert.deepEqual(last.body.turnIds, turns);
});

test("barks come without a conversation", async () => {
  const told = await all(client.bark("odrin", "The player walks past.", { count: 2 }));
  assert.equal(told.filter(({ kind }) => kind === "completed").length, 2);
});

test("an NPC barks beside its conversation, and forgets it when that ends", async () => {
  const npc = new Npc(client, "brannoch", BRANNOCH);
  await npc.chat("Good day.").text();
  const id = await npc.conversationId();
  const told = await all(npc.bark("The player walks past."));
  assert.equal(told.at(-1)?.kind, "completed");
  await npc.endConversation();
  await assert.rejects(client.warmup(id), { reason: "CONVERSATION_NOT_FOUND" });
  assert.notEqual(await npc.conversationId(), id);
});

test("the last turn is reported, and one that nobody spoke is not", async () => {
  const npc = new Npc(client, "brannoch", BRANNOCH);
  await assert.rejects(npc.report(ReportReason.UNTRUE), { code: "not_found" });
  await npc.chat("Good day.").text();
  await npc.report(ReportReason.UNTRUE, "Blades cost eleven.");
});

test("what nobody chose can't be acknowledged", async () => {
  const id = await new Npc(client, "brannoch", BRANNOCH).conversationId();
  await assert.rejects(client.acknowledgeAction(id, "a9", { ok: true }), {
    reason: "ACTION_NOT_FOUND",
  });
});

test("an error names its field and what to do", async () => {
  const reply = new Npc(client, "brannoch").chat("Hello.", { maxActions: 99 });
  await assert.rejects(reply.text(), { code: "invalid_argument", field: "max_actions" });
  await assert.rejects(new Npc(client, "nobody").chat("Hello.").text(), {
    code: "not_found",
    reason: "PERSONA_NOT_FOUND",
  });
});

test("a level is made, and exported as files", async () => {
  const spec = { kind: "cave", width: 24, height: 24, seed: 7, deadlineMs: 600_000 };
  const phases = new Set<string>();
  const level = await levelOf(client.levels.generateLevel({ spec }), ({ phase }) => {
    phases.add(phase);
  });
  assert.ok(phases.size > 1);
  assert.equal(level.layers[0]?.cells.length, 2 * 24 * 24);
  const files = await filesOf(client.levels.exportLevel({ level, format: "tmj" }));
  const [[name, data]] = [...files] as [[string, Uint8Array]];
  assert.match(name, /\.tmj$/);
  const map = JSON.parse(new TextDecoder().decode(data)) as { width: number };
  assert.equal(map.width, 24);
});

test("a texture comes as files", async () => {
  const { materials } = await client.textures.listMaterials({});
  const spec = { surface: { material: materials[0]!.name }, width: 64, seed: 7 };
  const files = await filesOf(client.textures.generateTexture({ spec }));
  const [, albedo] = [...files].find(([name]) => name.includes("albedo"))!;
  assert.deepEqual(
    [...albedo.subarray(1, 4)],
    [..."PNG"].map((letter) => letter.charCodeAt(0)),
  );
});

test("quests come with the world they play in", async () => {
  const { worlds } = await client.quests.listQuestWorlds({});
  assert.ok(worlds.length > 0);
});
