/** Levels and files come in parts, none larger than 256 KiB; this puts them together. */

import { badMessage } from "./failure.js";
import type { GenerationProgress } from "./gen/npcgen/v1/common_pb.js";
import type { Level, LevelEvent } from "./gen/npcgen/v1/level_pb.js";
import type { TextureEvent } from "./gen/npcgen/v1/texture_pb.js";

export type OnProgress = (progress: GenerationProgress) => void;

/** A part of a file, as ExportLevel, ExportQuests and ExportCard send it. */
export interface FilePart {
  file: string;
  data: Uint8Array;
}

/** The level that GenerateLevel or RegenerateRegion makes, with all its cells. */
export async function levelOf(
  answers: AsyncIterable<{ event?: LevelEvent | undefined }>,
  onProgress: OnProgress = () => {},
): Promise<Level> {
  let level: Level | undefined;
  const cells = new Map<string, Uint8Array[]>();
  for await (const { event } of answers) {
    const kind = event?.kind;
    if (kind?.case === "progress") onProgress(kind.value);
    if (kind?.case === "level") level = kind.value;
    if (kind?.case === "cells") add(cells, kind.value.layer, kind.value.data);
  }
  if (!level) throw badMessage("the stream ended without a level");
  for (const layer of level.layers) layer.cells = joined(cells.get(layer.name));
  level.areas = joined(cells.get("areas"));
  level.heights = joined(cells.get("heights"));
  return level;
}

/** The files by name: of an export, or of GenerateTexture, GenerateFromExample, GenerateTileSet. */
export async function filesOf(
  answers: AsyncIterable<FilePart | { event?: TextureEvent | undefined }>,
  onProgress: OnProgress = () => {},
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const parts = new Map<string, Uint8Array[]>();
  for await (const answer of answers) {
    if ("file" in answer) {
      add(parts, answer.file, answer.data);
    } else if (answer.event?.kind.case === "file") {
      add(parts, answer.event.kind.value.file, answer.event.kind.value.data);
    } else if (answer.event?.kind.case === "progress") {
      onProgress(answer.event.kind.value);
    }
  }
  return new Map([...parts].map(([file, each]) => [file, joined(each)]));
}

function add(parts: Map<string, Uint8Array[]>, name: string, part: Uint8Array): void {
  const before = parts.get(name);
  if (before) before.push(part);
  else parts.set(name, [part]);
}

function joined(parts: readonly Uint8Array[] = []): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
