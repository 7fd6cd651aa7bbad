/** Characters that talk, for browsers and Node: see README.md. The messages are in `./proto`. */

export { DEFAULT_URL, NpcgenClient, type ClientOptions } from "./client.js";
export { type DialogueEvent, type EventBodies, type EventHead } from "./event.js";
export { NpcgenError, type Code } from "./failure.js";
export { filesOf, levelOf, type FilePart, type OnProgress } from "./assets.js";
export { Npc, type NpcOptions, type NpcState } from "./npc.js";
export type {
  BarkOptions,
  CallControl,
  ConversationOptions,
  GroupOptions,
  NotifyOptions,
  RegenerateOptions,
  ReplyOptions,
  WhoSpeaks,
} from "./options.js";
export { Reply, type Heard, type ReplyHandlers } from "./reply.js";
