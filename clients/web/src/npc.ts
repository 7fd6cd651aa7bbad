/**
 * One character of a game, talking with one player. It begins its conversation when it first needs
 * one, and says a line that its author wrote where the server can't be heard: the game goes on.
 */

import { create } from "@bufbuild/protobuf";
import type { NpcgenClient } from "./client.js";
import type { DialogueEvent, EventHead } from "./event.js";
import { invalidArgument, NpcgenError } from "./failure.js";
import { Gate } from "./gate.js";
import { FinishReason } from "./gen/npcgen/v1/common_pb.js";
import {
  CompletedSchema,
  SentenceSchema,
  TextDeltaSchema,
  type ActionChosen,
  type ReportReason,
  type WarmupResponse,
} from "./gen/npcgen/v1/dialogue_pb.js";
import type {
  BarkOptions,
  ConversationOptions,
  NotifyOptions,
  RegenerateOptions,
  ReplyOptions,
  WhoSpeaks,
} from "./options.js";
import { Reply } from "./reply.js";

/** `waiting` for the first word, then `speaking`. */
export type NpcState = "idle" | "waiting" | "speaking";

export interface NpcOptions extends ConversationOptions {
  /**
   * Said in turn where the server says nothing. Default: those of a persona that is sent along, and
   * without any of them failures are thrown.
   */
  fallbackLines?: readonly string[];
  /** Goes on with a conversation that was begun before, instead of beginning one. */
  conversationId?: string;
  onState?: (state: NpcState) => void;
}

/** What is no reason for another line: the game's own doing. */
const OWN_DOING: ReadonlySet<string> = new Set(["CANCELLED", "INVALID_ARGUMENT"]);

/** One character, talking with one player. */
export class Npc {
  readonly #fallbackLines: readonly string[];
  readonly #onState: (state: NpcState) => void;
  readonly #beginning: ConversationOptions;
  readonly #gate = new Gate();
  #state: NpcState = "idle";
  #nextLine = 0;
  #lastTurnId = "";
  #conversationId: Promise<string> | undefined;

  /** `who` is the id of a persona that the server keeps, or a persona. Nothing connects yet. */
  constructor(
    readonly client: NpcgenClient,
    readonly who: WhoSpeaks,
    { fallbackLines, conversationId, onState, ...beginning }: NpcOptions = {},
  ) {
    this.#fallbackLines = fallbackLines ?? authoredLines(who);
    this.#onState = onState ?? (() => {});
    this.#beginning = beginning;
    this.#conversationId = conversationId ? Promise.resolve(conversationId) : undefined;
  }

  get state(): NpcState {
    return this.#state;
  }

  /** The player speaks; the answer. */
  chat(text: string, options: ReplyOptions = {}): Reply {
    return this.#reply((id) => this.client.chat(id, text, options));
  }

  /** Something happened; what the NPC says to it. With `silent` nothing, but it knows. */
  notify(stimulus: string, options: NotifyOptions = {}): Reply {
    return this.#reply((id) => this.client.notify(id, stimulus, options), options.silent);
  }

  /** The last turn again. */
  regenerate(options: RegenerateOptions = {}): Reply {
    return this.#reply((id) => this.client.regenerate(id, options));
  }

  /** One-liners to a situation, a turn each, beside the conversation; nothing is remembered. */
  bark(situation: string, options: BarkOptions = {}): Reply {
    return this.client.bark(this.who, situation, options);
  }

  /** Computes the prompt as the player comes near, so that the first word comes sooner. */
  async warmup(): Promise<WarmupResponse> {
    return this.client.warmup(await this.conversationId());
  }

  /** Ends the reply under way; with `heardChars` the NPC remembers only what was heard of it. */
  async cancel(heardChars?: number): Promise<boolean> {
    return this.client.cancel(await this.conversationId(), "", heardChars);
  }

  /** What the game did with an action; `detail` is for the NPC: "The door is barred." */
  async acknowledgeAction(action: ActionChosen, ok: boolean, detail = ""): Promise<void> {
    const id = await this.conversationId();
    await this.client.acknowledgeAction(id, action.actionId, { ok, detail });
  }

  /** Files the player's report of what was said last, in the server's audit log. */
  async report(reason: ReportReason, comment = ""): Promise<void> {
    await this.client.reportTurn(await this.conversationId(), this.#lastTurnId, reason, comment);
  }

  /** Deletes the conversation, if there is one; the next line begins another. */
  async endConversation(): Promise<void> {
    const begun = this.#conversationId;
    this.#conversationId = undefined;
    if (begun) await this.client.deleteConversation(await begun);
  }

  /** Holds the words back while a frame is heavy. */
  pause(): void {
    this.#gate.close();
  }

  resume(): void {
    this.#gate.open();
  }

  /** For a save game: the conversation, what the NPC remembers and feels. A few kilobytes. */
  async save(): Promise<Uint8Array> {
    return this.client.save([await this.conversationId()]);
  }

  /** Goes on from what `save` gave. */
  async load(data: Uint8Array): Promise<void> {
    const ids = await this.client.load(data);
    const [id] = ids;
    if (id === undefined || ids.length > 1) {
      throw invalidArgument("data", `holds ${ids.length} conversations; NpcgenClient loads those`);
    }
    this.#conversationId = Promise.resolve(id);
  }

  /** Begins the conversation where there is none yet. Throws NpcgenError. */
  conversationId(): Promise<string> {
    this.#conversationId ??= this.#begin();
    return this.#conversationId;
  }

  async #begin(): Promise<string> {
    try {
      return (await this.client.startConversation(this.who, this.#beginning)).id;
    } catch (error) {
      this.#conversationId = undefined;
      throw error;
    }
  }

  #reply(open: (conversationId: string) => Reply, isSilent = false): Reply {
    return new Reply((reply) => this.#spoken(open, isSilent, reply), this.#gate);
  }

  async *#spoken(open: (conversationId: string) => Reply, isSilent: boolean, reply: Reply) {
    if (this.#state !== "idle") throw stillSpeaking();
    let head: EventHead = { sequence: -1, turnId: "", npcId: "" };
    this.#enter("waiting");
    try {
      for await (const event of open(await this.conversationId())) {
        if (event.kind === "textDelta") this.#enter("speaking");
        head = event;
        this.#lastTurnId = event.turnId;
        yield event;
      }
    } catch (error) {
      if (!(error instanceof NpcgenError)) throw error;
      // The server lost it: the next line begins another one.
      if (error.reason === "CONVERSATION_NOT_FOUND") this.#conversationId = undefined;
      const line = isSilent ? undefined : this.#lineFor(error);
      if (line === undefined) throw error;
      reply.failure = error;
      this.#enter("speaking");
      yield* authored(line, error.reason, head);
    } finally {
      this.#enter("idle");
    }
  }

  /** None once it has said a word, or for the game's own doing. */
  #lineFor({ reason }: NpcgenError): string | undefined {
    const mute = this.#state === "speaking" || OWN_DOING.has(reason);
    if (mute || this.#fallbackLines.length === 0) return undefined;
    return this.#fallbackLines[this.#nextLine++ % this.#fallbackLines.length];
  }

  #enter(state: NpcState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#onState(state);
  }
}

function authoredLines(who: WhoSpeaks): readonly string[] {
  return typeof who === "string" ? [] : (who.fallbackLines ?? []);
}

function stillSpeaking(): NpcgenError {
  const message = "this NPC is in the middle of a reply; wait for its end, or cancel it";
  return new NpcgenError("failed_precondition", "TURN_IN_PROGRESS", message);
}

/** A line as the server would tell it, after the event `last`. */
function authored(text: string, fallbackReason: string, last: EventHead): DialogueEvent[] {
  const { turnId, npcId } = last;
  const head = (place: number) => ({ sequence: last.sequence + place, turnId, npcId });
  const finishReason = FinishReason.FALLBACK;
  const end = [...text].length;
  return [
    { ...head(1), kind: "textDelta", body: create(TextDeltaSchema, { text }) },
    { ...head(2), kind: "sentence", body: create(SentenceSchema, { text, start: 0, end }) },
    {
      ...head(3),
      kind: "completed",
      body: create(CompletedSchema, { text, finishReason, fallbackReason }),
    },
  ];
}
