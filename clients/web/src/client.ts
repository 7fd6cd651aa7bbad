/** The verbs of npcgen for TypeScript, the same as every other client's. */

import type { Client } from "@connectrpc/connect";
import { readEvents } from "./event.js";
import { invalidArgument, NpcgenError } from "./failure.js";
import { BehaviourService } from "./gen/npcgen/v1/behaviour_pb.js";
import {
  DialogueService,
  type Conversation,
  type DialogueEvent as DialogueEventMessage,
  type ReportReason,
  type WarmupResponse,
} from "./gen/npcgen/v1/dialogue_pb.js";
import { LevelService } from "./gen/npcgen/v1/level_pb.js";
import { LoreService } from "./gen/npcgen/v1/lore_pb.js";
import { MemoryService } from "./gen/npcgen/v1/memory_pb.js";
import { ModelService, ModelState, type GetServerInfoResponse } from "./gen/npcgen/v1/model_pb.js";
import { PersonaService } from "./gen/npcgen/v1/persona_pb.js";
import { QuestService } from "./gen/npcgen/v1/quest_pb.js";
import { TextureService } from "./gen/npcgen/v1/texture_pb.js";
import type {
  BarkOptions,
  ConversationOptions,
  GroupOptions,
  NotifyOptions,
  RegenerateOptions,
  ReplyOptions,
  WhoSpeaks,
} from "./options.js";
import { Reply } from "./reply.js";
import { sleep } from "./wire/retry.js";
import { serviceClient } from "./wire/service.js";
import { NpcgenTransport } from "./wire/transport.js";

export const DEFAULT_URL = "http://127.0.0.1:8080";
const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_RETRIES = 3;
const MAX_REPLY_MS = 600_000;
/** So that the server, which keeps the same time, is the one who ends a reply. */
const GRACE_MS = 15_000;
const READY_POLL_MS = 200;
const DEFAULT_SPEAKERS = 2;
/** A bark that repeats another is tried again by the server. */
const BARK_ATTEMPTS = 3;

export interface ClientOptions {
  /** One of the server's NPCGEN_API_KEYS. Default: none. */
  apiKey?: string;
  /** Milliseconds for each unary call, its retries included. Default: 30000. */
  timeoutMs?: number;
  /** Of unary calls that are safe to repeat, while the server is away. Default: 3. */
  retries?: number;
  /** Default: the global one. */
  fetch?: typeof globalThis.fetch;
}

/** A server, by its address; its verbs, by conversation. */
export class NpcgenClient {
  /** The generated clients, for what has no verb of its own. */
  readonly dialogue: Client<typeof DialogueService>;
  readonly behaviours: Client<typeof BehaviourService>;
  readonly levels: Client<typeof LevelService>;
  readonly lore: Client<typeof LoreService>;
  readonly memories: Client<typeof MemoryService>;
  readonly models: Client<typeof ModelService>;
  readonly personas: Client<typeof PersonaService>;
  readonly quests: Client<typeof QuestService>;
  readonly textures: Client<typeof TextureService>;

  /** `baseUrl` is the server's HTTP port. Nothing connects yet. */
  constructor(
    readonly baseUrl: string = DEFAULT_URL,
    {
      apiKey = "",
      timeoutMs = DEFAULT_TIMEOUT_MS,
      retries = DEFAULT_RETRIES,
      fetch = (input, init) => globalThis.fetch(input, init),
    }: ClientOptions = {},
  ) {
    checkUrl(baseUrl);
    const transport = new NpcgenTransport({ baseUrl, apiKey, timeoutMs, retries, fetch });
    this.dialogue = serviceClient(DialogueService, transport);
    this.behaviours = serviceClient(BehaviourService, transport);
    this.levels = serviceClient(LevelService, transport);
    this.lore = serviceClient(LoreService, transport);
    this.memories = serviceClient(MemoryService, transport);
    this.models = serviceClient(ModelService, transport);
    this.personas = serviceClient(PersonaService, transport);
    this.quests = serviceClient(QuestService, transport);
    this.textures = serviceClient(TextureService, transport);
  }

  /** Waits for the server to answer and its model to be loaded. */
  async waitReady(timeoutMs = 60_000): Promise<GetServerInfoResponse> {
    const until = performance.now() + timeoutMs;
    let state = "it doesn't answer";
    while (performance.now() < until) {
      const info = await this.models.getServerInfo({}).catch((failure: NpcgenError) => failure);
      if (info instanceof NpcgenError) {
        if (info.code !== "unavailable" && info.code !== "deadline_exceeded") throw info;
        state = info.message;
      } else {
        if (info.model?.state === ModelState.LOADED && !info.draining) return info;
        state = `its model is ${ModelState[info.model?.state ?? 0]}`;
        if (info.model?.state === ModelState.FAILED) break;
      }
      await sleep(READY_POLL_MS, undefined);
    }
    throw new NpcgenError("unavailable", "NOT_READY", `${this.baseUrl} isn't ready: ${state}`);
  }

  /** A new conversation with a persona; `player` may be just a name. */
  async startConversation(
    npc: WhoSpeaks,
    { player = "", ...options }: ConversationOptions = {},
  ): Promise<Conversation> {
    const { conversation } = await this.dialogue.startConversation({
      ...options,
      requestId: newRequestId(),
      npc: speaker(npc),
      player: typeof player === "string" ? { name: player } : player,
    });
    return conversation!;
  }

  /** The NPC's answer; the last event is `completed`. */
  chat(conversationId: string, text: string, options: ReplyOptions = {}): Reply {
    const { signal, ...asked } = options;
    return this.#reply(asked, signal, (call) =>
      this.dialogue.chat({ ...asked, conversationId, text }, call),
    );
  }

  /** What the NPC says to something that happened; with `silent` nothing, but it knows. */
  notify(conversationId: string, stimulus: string, options: NotifyOptions = {}): Reply {
    const { signal, ...asked } = options;
    return this.#reply(asked, signal, (call) =>
      this.dialogue.notify({ ...asked, conversationId, stimulus }, call),
    );
  }

  /** The last turn again; it takes the old one's place once the NPC spoke to its end. */
  regenerate(conversationId: string, options: RegenerateOptions = {}): Reply {
    const { signal, ...asked } = options;
    return this.#reply(asked, signal, (call) =>
      this.dialogue.regenerate({ ...asked, conversationId }, call),
    );
  }

  /** What several NPCs say, a turn each; the last event is `groupCompleted`. */
  groupChat(conversationIds: string[], text: string, options: GroupOptions = {}): Reply {
    const { signal, ...asked } = options;
    const turns = asked.maxSpeakers || DEFAULT_SPEAKERS;
    return this.#reply(
      asked,
      signal,
      (call) => this.dialogue.groupChat({ ...asked, conversationIds, text }, call),
      turns,
    );
  }

  /** One-liners of an NPC, a turn each; nothing is remembered. */
  bark(npc: WhoSpeaks, situation: string, options: BarkOptions = {}): Reply {
    const { signal, ...asked } = options;
    const turns = (asked.count || 1) * BARK_ATTEMPTS;
    return this.#reply(
      asked,
      signal,
      (call) => this.dialogue.bark({ ...asked, npc: speaker(npc), situation }, call),
      turns,
    );
  }

  /** Computes the prompt before the player speaks, so that the first word comes sooner. */
  async warmup(conversationId: string): Promise<WarmupResponse> {
    return this.dialogue.warmup({ conversationId });
  }

  /**
   * Ends the reply under way; false when none was. With `heardChars`, in code points, the NPC
   * remembers only what the player heard, and true also stands for a last turn that is cut.
   */
  async cancel(conversationId: string, turnId = "", heardChars?: number): Promise<boolean> {
    const { cancelled, cut } = await this.dialogue.cancel({
      conversationId,
      turnId,
      ...(heardChars === undefined ? {} : { heardChars }),
    });
    return cancelled || cut;
  }

  /** What the game did with an action; the NPC knows it from its next turn on. */
  async acknowledgeAction(
    conversationId: string,
    actionId: string,
    { ok, detail = "", turnId = "" }: { ok: boolean; detail?: string; turnId?: string },
  ): Promise<void> {
    await this.dialogue.acknowledgeAction({ conversationId, turnId, actionId, ok, detail });
  }

  /** Files a player's report of a turn that is over, in the server's audit log. */
  async reportTurn(
    conversationId: string,
    turnId: string,
    reason: ReportReason,
    comment = "",
  ): Promise<void> {
    await this.dialogue.reportTurn({ conversationId, turnId, reason, comment });
  }

  /** For a save game: these conversations, with what their NPCs remember and feel. */
  async save(conversationIds: string[]): Promise<Uint8Array> {
    return (await this.dialogue.saveConversations({ conversationIds })).data;
  }

  /** Rolls back to a save; the ids of its conversations. */
  async load(data: Uint8Array): Promise<string[]> {
    return (await this.dialogue.loadConversations({ data: new Uint8Array(data) })).conversationIds;
  }

  async deleteConversation(conversationId: string): Promise<void> {
    await this.dialogue.deleteConversation({ conversationId });
  }

  /** `turns`: the most that are generated one after the other, each with its own limits. */
  #reply(
    { limits }: { limits?: { timeoutMs?: number | undefined } | undefined },
    signal: AbortSignal | undefined,
    open: (call: CallLimits) => AsyncIterable<{ event?: DialogueEventMessage | undefined }>,
    turns?: number,
  ): Reply {
    const timeoutMs = (limits?.timeoutMs ?? MAX_REPLY_MS) * (turns ?? 1) + GRACE_MS;
    const call = signal ? { timeoutMs, signal } : { timeoutMs };
    return new Reply(() => readEvents(open(call), turns === undefined));
  }
}

interface CallLimits {
  timeoutMs: number;
  signal?: AbortSignal;
}

function speaker(npc: WhoSpeaks) {
  return typeof npc === "string"
    ? ({ case: "personaId", value: npc } as const)
    : ({ case: "persona", value: npc } as const);
}

/** NOTE: not crypto.randomUUID, which pages of plain http don't have. */
function newRequestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function checkUrl(baseUrl: string): void {
  if (!/^https?:\/\/[^/]/.test(baseUrl) || !URL.canParse(baseUrl)) {
    throw invalidArgument("baseUrl", `is '${baseUrl}'; write it like ${DEFAULT_URL}`);
  }
}
