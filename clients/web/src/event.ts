/** What an NPC's reply is made of: typed events. Knows the contract's messages, and no wire. */

import type * as pb from "./gen/npcgen/v1/dialogue_pb.js";
import { NpcgenError } from "./failure.js";

type Known = Exclude<pb.DialogueEvent["event"], { case: undefined }>;

/** An event's kinds, and what each carries. */
export type EventBodies = { [K in Known["case"]]: Extract<Known, { case: K }>["value"] };

export interface EventHead {
  /** The event's place in the stream, from 0. */
  sequence: number;
  /** Pass it to `cancel`. */
  turnId: string;
  /** The persona's id. */
  npcId: string;
}

/** `switch (event.kind)` tells what `event.body` is. */
export type DialogueEvent = EventHead &
  (
    | { [K in keyof EventBodies]: { kind: K; body: EventBodies[K] } }[keyof EventBodies]
    // Of a server that is newer than this client: pass over it.
    | { kind: "unknown"; body: undefined }
  );

export function readEvent({ sequence, turnId, npcId, event }: pb.DialogueEvent): DialogueEvent {
  const head = { sequence, turnId, npcId };
  return event.case === undefined
    ? { ...head, kind: "unknown", body: undefined }
    : ({ ...head, kind: event.case, body: event.value } as DialogueEvent);
}

/**
 * The events of a stream. `isTurn`: of a single turn, which is whole once its `completed` has come,
 * whatever becomes of the connection then.
 */
export async function* readEvents(
  messages: AsyncIterable<{ event?: pb.DialogueEvent | undefined }>,
  isTurn: boolean,
): AsyncGenerator<DialogueEvent, void, undefined> {
  let isWhole = false;
  try {
    for await (const { event } of messages) {
      if (event === undefined) continue; // A heartbeat: nothing new for 15 seconds.
      isWhole = isTurn && event.event.case === "completed";
      yield readEvent(event);
    }
  } catch (error) {
    if (!(isWhole && error instanceof NpcgenError && error.reason === "STREAM_CUT")) throw error;
  }
}
