/** The driver of clients/conformance: calls come on stdin, what became of them goes to stdout. */

import { fromJson, toJson, type DescMessage, type JsonValue } from "@bufbuild/protobuf";
import type { DescMethod, Message } from "@bufbuild/protobuf";
import type { CallOptions } from "@connectrpc/connect";
import { createInterface } from "node:readline";
import { NpcgenClient, NpcgenError, type DialogueEvent, type EventBodies } from "@npcgen/client";
import { readEvents } from "../dist/event.js";
import * as proto from "@npcgen/client/proto";

interface Call {
  id: number;
  base_url: string;
  method: string;
  request: JsonValue;
  key?: string;
  timeout_ms?: number;
  cancel_after_events?: number;
  retries?: number;
}

const SERVICES = [
  ["dialogue", proto.DialogueService],
  ["behaviours", proto.BehaviourService],
  ["levels", proto.LevelService],
  ["lore", proto.LoreService],
  ["memories", proto.MemoryService],
  ["models", proto.ModelService],
  ["personas", proto.PersonaService],
  ["quests", proto.QuestService],
  ["textures", proto.TextureService],
] as const;
const ONE_TURN = new Set(["chat", "notify", "regenerate"]);
const SCHEMAS: { [K in keyof EventBodies]: DescMessage } = {
  started: proto.StartedSchema,
  textDelta: proto.TextDeltaSchema,
  sentence: proto.SentenceSchema,
  emotion: proto.EmotionSchema,
  action: proto.ActionChosenSchema,
  relationship: proto.RelationshipChangeSchema,
  safety: proto.SafetySchema,
  completed: proto.CompletedSchema,
  groupCompleted: proto.GroupCompletedSchema,
};

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line) as { do: string };
  if (asked.do === "quit") break;
  void run(asked as unknown as Call);
}
process.exit(0);

async function run(call: Call): Promise<void> {
  const answer = (part: object) => console.log(JSON.stringify({ id: call.id, ...part }));
  try {
    await (isStream(methodOf(call)) ? listen(call, answer) : ask(call, answer));
    answer({ done: { ok: true } });
  } catch (error) {
    if (!(error instanceof NpcgenError)) throw error;
    const { code, reason, field, retryAfterMs: retry_after_ms, message, hint } = error;
    answer({ done: { ok: false, code, reason, field, retry_after_ms, message, hint } });
  }
}

async function ask(call: Call, answer: (part: object) => void): Promise<void> {
  const method = methodOf(call);
  const response = await open<Promise<Message>>(call);
  answer({ response: toJson(method.output, response) });
}

async function listen(call: Call, answer: (part: object) => void): Promise<void> {
  const method = methodOf(call);
  const left = new AbortController();
  const messages = open<AsyncIterable<Message>>(call, left.signal);
  const isDialogue = method.parent === proto.DialogueService;
  const parts = isDialogue
    ? readEvents(messages as AsyncIterable<proto.ChatResponse>, ONE_TURN.has(method.localName))
    : messages;
  let count = 0;
  for await (const part of parts) {
    if (isDialogue) answer({ event: told(part as DialogueEvent) });
    else answer({ message: toJson(method.output, part as Message) });
    if (++count === call.cancel_after_events) left.abort();
  }
}

function told({ kind, body, sequence, turnId, npcId }: DialogueEvent): object {
  return {
    kind: kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    sequence,
    turn_id: turnId,
    npc_id: npcId,
    body: kind === "unknown" ? {} : toJson(SCHEMAS[kind], body),
  };
}

/** Calls the generated client, as the package's verbs do. */
function open<T>(call: Call, signal?: AbortSignal): T {
  const method = methodOf(call);
  const client = new NpcgenClient(call.base_url, {
    apiKey: call.key ?? "",
    retries: call.retries ?? 0,
  });
  const [name] = SERVICES.find(([, service]) => service === method.parent)!;
  const methods = client[name] as unknown as Record<string, (...given: unknown[]) => T>;
  const options: CallOptions = {
    ...(signal ? { signal } : {}),
    ...(call.timeout_ms ? { timeoutMs: call.timeout_ms } : {}),
  };
  const request = fromJson(method.input, call.request, { ignoreUnknownFields: true });
  return methods[method.localName]!(request, options);
}

function methodOf({ method }: Call): DescMethod {
  const [service, name] = method.split("/");
  const found = SERVICES.find(([, each]) => each.typeName === service)?.[1];
  return found!.methods.find((each) => each.name === name)!;
}

function isStream(method: DescMethod): boolean {
  return method.methodKind === "server_streaming";
}
