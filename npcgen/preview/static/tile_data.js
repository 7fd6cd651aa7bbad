// What the server packed for a map: base64 of zlib of [header's length][header as JSON][arrays].

const HEADER_BYTES = 4;

/** The header and its arrays, by name: uint16 of (floors, height, width). */
export async function unpack(text) {
  const bytes = await inflated(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(HEADER_BYTES, HEADER_BYTES + length)));
  let at = HEADER_BYTES + length;
  const arrays = {};
  for (const [name, count] of header.arrays) {
    // The slice is a copy, so that it begins where a uint16 may.
    arrays[name] = new Uint16Array(bytes.slice(at, at + 2 * count).buffer);
    at += 2 * count;
  }
  return { header, arrays };
}

async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A map: its tiles, layers, rooms and entities, and what stands on top where layers are hidden. */
export class TileMap {
  constructor({ header, arrays }) {
    Object.assign(this, header);
    this.arrays = arrays;
    this.layers = header.layers.map((name) => ({ name, cells: arrays[`layer:${name}`] }));
    this.areas = arrays.areas ?? null;
    this.heights = arrays.heights ?? null;
    this.entities = header.entities.map(([id, kind, x, y, floor, properties]) => ({
      id, kind, x, y, floor, properties,
    }));
    this.way = cellsOf(arrays.way ?? new Uint16Array());
    this.size = this.width * this.height;
    this.compose(new Set());
  }

  /** Works out the topmost tile of each cell without the layers of these names. */
  compose(hidden) {
    this.top = new Uint16Array(this.size * this.floors);
    for (const { name, cells } of this.layers) {
      if (hidden.has(name)) continue;
      for (let at = 0; at < cells.length; at++) if (cells[at]) this.top[at] = cells[at];
    }
  }

  inside(x, y) {
    return x >= 0 && y >= 0 && x < this.width && y < this.height;
  }

  index(x, y, floor) {
    return (floor * this.height + y) * this.width + x;
  }

  /** The tile seen there; undefined where there is none. */
  tileAt(x, y, floor) {
    return this.tiles[this.top[this.index(x, y, floor)] - 1];
  }

  roomAt(x, y, floor) {
    const area = this.areas?.[this.index(x, y, floor)];
    return area ? this.rooms[area - 1] : undefined;
  }

  entitiesAt(x, y, floor) {
    return this.entities.filter((it) => it.x === x && it.y === y && it.floor === floor);
  }
}

function cellsOf(triples) {
  const cells = [];
  for (let at = 0; at + 2 < triples.length; at += 3) {
    cells.push({ x: triples[at], y: triples[at + 1], floor: triples[at + 2] });
  }
  return cells;
}
