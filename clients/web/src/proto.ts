/** The contract's messages, services and enums, as protoc-gen-es makes them. */

export * from "./gen/npcgen/v1/behaviour_pb.js";
export * from "./gen/npcgen/v1/common_pb.js";
export * from "./gen/npcgen/v1/dialogue_pb.js";
export * from "./gen/npcgen/v1/level_pb.js";
export * from "./gen/npcgen/v1/lore_pb.js";
export * from "./gen/npcgen/v1/memory_pb.js";
export * from "./gen/npcgen/v1/model_pb.js";
export * from "./gen/npcgen/v1/persona_pb.js";
export * from "./gen/npcgen/v1/quest_pb.js";
export * from "./gen/npcgen/v1/texture_pb.js";
