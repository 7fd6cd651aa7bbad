/** The driver of clients/conformance: calls come on stdin, what became of them goes to stdout. */

import { fromJson, toJson, type DescMessage, type JsonValue } from "@bufbuild/protobuf";
import type { DescMethod, DescService, Message } from "@bufbuild/protobuf";
import { EmptySchema } from "@bufbuild/protobuf/wkt";
import type { CallOptions } from "@connectrpc/connect";
import { createInterface } from "node:readline";
import { NpcgenError, type DialogueEvent, type EventBodies } from "@npcgen/client";
import * as proto from "@npcgen/client/proto";
import { readEvents } from "../dist/event.js";
import { serviceClient } from "../dist/wire/service.js";
import { NpcgenTransport } from "../dist/wire/transport.js";

interface Call {
  id: number;
  base_url: string;
  method: string;
  stream: boolean;
  request: JsonValue;
  key?: string;
  timeout_ms?: number;
  cancel_after_events?: number;
  retries?: number;
}

const SERVICES: readonly DescService[] = [
  proto.BehaviourService,
  proto.DialogueService,
  proto.LevelService,
  proto.LoreService,
  proto.MemoryService,
  proto.ModelService,
  proto.PersonaService,
  proto.QuestService,
  proto.TextureService,
];
const UNARY_TIMEOUT_MS = 600_000;
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
    await (call.stream ? listen(call, answer) : ask(call, answer));
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

/** Calls a generated client over the package's own transport, as its verbs do. */
function open<T>(call: Call, signal?: AbortSignal): T {
  const method = methodOf(call);
  const [message, body] = requestOf(call, method);
  const transport = new NpcgenTransport({
    baseUrl: call.base_url,
    apiKey: call.key ?? "",
    timeoutMs: UNARY_TIMEOUT_MS,
    retries: call.retries ?? 0,
    fetch: (url, init) => fetch(url, { ...init, ...plainly(init), ...(body ? { body } : {}) }),
  });
  const methods = serviceClient(method.parent, transport) as unknown as Record<
    string,
    (message: Message, options: CallOptions) => T
  >;
  return methods[method.localName]!(message, {
    ...(signal ? { signal } : {}),
    ...(call.timeout_ms ? { timeoutMs: call.timeout_ms } : {}),
  });
}

/** NOTE: Node asks for gzip by itself, and the runner's proxy spoils plain bodies only. */
function plainly(init: RequestInit = {}): RequestInit {
  const headers = new Headers(init.headers);
  headers.set("accept-encoding", "identity");
  return { headers };
}

/** The request, and what to send in its place where no message can hold it. */
function requestOf(
  { request, stream }: Call,
  { input }: DescMethod,
): [Message, Uint8Array<ArrayBuffer>?] {
  try {
    return [fromJson(input, request)];
  } catch {
    const data = Buffer.from(JSON.stringify(request));
    const head = Buffer.alloc(5);
    head.writeUInt32BE(data.length, 1);
    return [fromJson(input, {}), stream ? Buffer.concat([head, data]) : data];
  }
}

function methodOf({ method, stream }: Call): DescMethod {
  const [typeName, name] = method.split("/") as [string, string];
  const service = SERVICES.find((each) => each.typeName === typeName);
  return service?.methods.find((each) => each.name === name) ?? unheardOf(typeName, name, stream);
}

/** A method that stands in no proto. */
function unheardOf(typeName: string, name: string, stream: boolean): DescMethod {
  const methodKind = stream ? "server_streaming" : "unary";
  const parent = { kind: "service", typeName, methods: [] as object[] };
  const [input, output] = [EmptySchema, EmptySchema];
  const method = { kind: "rpc", name, localName: name, methodKind, input, output, parent };
  parent.methods.push(method);
  return method as unknown as DescMethod;
}
