/**
 * What an NPC says, as it comes: to be read event by event, or told to callbacks. It begins when it
 * is read, and whoever stops reading ends it on the server too.
 */

import type { DialogueEvent, EventBodies } from "./event.js";
import { NpcgenError } from "./failure.js";
import { Gate } from "./gate.js";

type Of<K extends keyof EventBodies> = (body: EventBodies[K], event: DialogueEvent) => void;

/** All of them are called in order, on the page's own thread. */
export interface ReplyHandlers {
  onStarted?: Of<"started">;
  onText?: (text: string, event: DialogueEvent) => void;
  onSentence?: (text: string, event: DialogueEvent) => void;
  onEmotion?: Of<"emotion">;
  /** Do it, then tell the NPC by `acknowledgeAction`. */
  onAction?: Of<"action">;
  onRelationship?: Of<"relationship">;
  onSafety?: Of<"safety">;
  onCompleted?: Of<"completed">;
  onGroupCompleted?: Of<"groupCompleted">;
  /** Whatever went wrong, also where the NPC said a fallback line instead. */
  onFailed?: (failure: NpcgenError) => void;
}

/** How a reply ended. */
export interface Heard {
  /** All that was said. */
  text: string;
  /** What went wrong; undefined when nothing did. */
  failure: NpcgenError | undefined;
}

/** An answer while it comes: to be looped over, listened to, or awaited; once. */
export class Reply implements AsyncIterable<DialogueEvent> {
  /** What went wrong so far, also where a fallback line was said instead. */
  failure: NpcgenError | undefined;
  readonly #gate: Gate;
  readonly #events: AsyncIterator<DialogueEvent, void, undefined>;

  /** `events` begins when it is first asked for one. A `gate` may be shared by several replies. */
  constructor(events: (reply: Reply) => AsyncIterable<DialogueEvent>, gate = new Gate()) {
    this.#gate = gate;
    this.#events = this.#delivered(events);
  }

  /** Reads it, once. Throws NpcgenError. */
  [Symbol.asyncIterator](): AsyncIterator<DialogueEvent, void, undefined> {
    return this.#events;
  }

  /** Holds events back from the next one on; what comes meanwhile waits in the connection. */
  pause(): void {
    this.#gate.close();
  }

  resume(): void {
    this.#gate.open();
  }

  /** Reads it to its end. A failure is told to `onFailed` and returned, so a game goes on. */
  async listen(handlers: ReplyHandlers = {}): Promise<Heard> {
    let text = "";
    try {
      for await (const event of this) {
        if (event.kind === "textDelta") text += event.body.text;
        tell(handlers, event);
      }
    } catch (error) {
      if (!(error instanceof NpcgenError)) throw error;
      this.failure = error;
    }
    if (this.failure) handlers.onFailed?.(this.failure);
    return { text, failure: this.failure };
  }

  /** Reads it to its end; the whole text. Throws NpcgenError where nothing could be said instead. */
  async text(): Promise<string> {
    let text = "";
    for await (const event of this) if (event.kind === "textDelta") text += event.body.text;
    return text;
  }

  async *#delivered(events: (reply: Reply) => AsyncIterable<DialogueEvent>) {
    for await (const event of events(this)) {
      await this.#gate.passed();
      yield event;
    }
  }
}

function tell(handlers: ReplyHandlers, event: DialogueEvent): void {
  switch (event.kind) {
    case "started":
      return handlers.onStarted?.(event.body, event);
    case "textDelta":
      return handlers.onText?.(event.body.text, event);
    case "sentence":
      return handlers.onSentence?.(event.body.text, event);
    case "emotion":
      return handlers.onEmotion?.(event.body, event);
    case "action":
      return handlers.onAction?.(event.body, event);
    case "relationship":
      return handlers.onRelationship?.(event.body, event);
    case "safety":
      return handlers.onSafety?.(event.body, event);
    case "completed":
      return handlers.onCompleted?.(event.body, event);
    case "groupCompleted":
      return handlers.onGroupCompleted?.(event.body, event);
    case "unknown":
      return undefined;
  }
}
