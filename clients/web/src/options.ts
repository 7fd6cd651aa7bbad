/** What a caller may ask of one reply; whatever is left out has the server's default. */

import type { DescMessage, Message, MessageInitShape } from "@bufbuild/protobuf";
import type * as pb from "./gen/npcgen/v1/dialogue_pb.js";

/** A message as an object literal, of which every field may be left out. */
type Init<D extends DescMessage> = Exclude<MessageInitShape<D>, Message>;
type Fields<D extends DescMessage, Given extends keyof Init<D>> = Omit<
  Init<D>,
  Given | "$typeName" | "$unknown"
>;

export interface CallControl {
  /** Aborting it ends the call, on the server too. */
  signal?: AbortSignal;
}

/** Scene, limits, sampling, game state, and the actions that the NPC may choose. */
export type ReplyOptions = Fields<typeof pb.ChatRequestSchema, "conversationId" | "text"> &
  CallControl;
export type NotifyOptions = Fields<typeof pb.NotifyRequestSchema, "conversationId" | "stimulus"> &
  CallControl;
export type GroupOptions = Fields<typeof pb.GroupChatRequestSchema, "conversationIds" | "text"> &
  CallControl;
export type BarkOptions = Fields<typeof pb.BarkRequestSchema, "npc" | "situation"> & CallControl;
export type RegenerateOptions = Fields<typeof pb.RegenerateRequestSchema, "conversationId"> &
  CallControl;
export type ConversationOptions = Fields<
  typeof pb.StartConversationRequestSchema,
  "npc" | "player" | "requestId"
> & { player?: string | Init<typeof pb.PlayerSchema> };
/** A persona that the server keeps, by its id, or one that is sent along. */
export type WhoSpeaks = string | PersonaInit;
type PersonaInit = Extract<
  NonNullable<Init<typeof pb.BarkRequestSchema>["npc"]>,
  { case: "persona" }
>["value"];
