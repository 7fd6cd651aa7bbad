// The tiles of a map on a canvas. Each piece is painted once for a size of cells and then only copied,
// pixel for pixel: a drag costs a handful of copies a frame.

/** Pixels a cell, below which a glyph can't be read: plain colours, a pixel a cell, are stretched. */
export const PLAIN_BELOW = 6;
const PIECE_PX = 512;
/** At most so many pieces are kept, a MiB each. */
const MOST_PIECES = 72;
const MOST_ATLASES = 8;
/** Milliseconds a frame for painting pieces; what isn't there yet is shown plain meanwhile. */
const BUDGET_MS = 6;

export class Painter {
  constructor(map) {
    this.map = map;
    this.atlases = new Map();
    this.relief = map.heights ? reliefOf(map) : null;
    this.withRelief = false;
    this.repaint();
  }

  /** Forgets all that is painted: the map's topmost tiles are others now. */
  repaint() {
    this.pieces = new Map();
    this.plain = [];
  }

  /** Whether heights are seen as light and shade. */
  showRelief(withRelief) {
    if (withRelief === this.withRelief) return;
    this.withRelief = withRelief;
    this.repaint();
  }

  /**
   * Draws what `view` shows of a floor: {x, y: the cell at the left and top, px: pixels a cell, whole
   * from PLAIN_BELOW on, width, height: pixels}. Whether there is more to paint.
   */
  draw(context, view, floor) {
    if (view.px < PLAIN_BELOW) {
      this.drawPlain(context, view, floor);
      return false;
    }
    const { pieces, isWhole } = this.piecesOf(view, floor);
    if (!isWhole) this.drawPlain(context, view, floor);
    for (const [piece, left, top] of pieces) context.drawImage(piece, left, top);
    return !isWhole;
  }

  drawPlain(context, view, floor) {
    const { width, height } = this.map;
    const plain = (this.plain[floor] ??= plainOf(this.map, floor, this.withRelief ? this.relief : null));
    context.imageSmoothingEnabled = false;
    const [left, top] = [Math.round(-view.x * view.px), Math.round(-view.y * view.px)];
    context.drawImage(plain, left, top, width * view.px, height * view.px);
  }

  /** The pieces that are seen, with where they go; not whole while some are still to be painted. */
  piecesOf(view, floor) {
    const cells = Math.max(1, Math.floor(PIECE_PX / view.px));
    const until = performance.now() + BUDGET_MS;
    const [left, top] = [Math.round(-view.x * view.px), Math.round(-view.y * view.px)];
    const side = cells * view.px;
    const rows = Math.min(Math.ceil((view.height - top) / side), Math.ceil(this.map.height / cells));
    const columns = Math.min(Math.ceil((view.width - left) / side), Math.ceil(this.map.width / cells));
    const pieces = [];
    let isWhole = true;
    for (let row = Math.max(0, Math.floor(-top / side)); row < rows; row++) {
      for (let column = Math.max(0, Math.floor(-left / side)); column < columns; column++) {
        const piece = this.piece(view.px, floor, column, row, performance.now() < until);
        if (piece) pieces.push([piece, left + column * side, top + row * side]);
        else isWhole = false;
      }
    }
    return { pieces, isWhole };
  }

  piece(size, floor, column, row, mayPaint) {
    const key = `${size}/${floor}/${column}/${row}`;
    let piece = this.pieces.get(key);
    if (!piece && !mayPaint) return null;
    piece ??= this.paint(size, floor, column, row);
    // Taken out and put in again, the oldest stands first.
    this.pieces.delete(key);
    this.pieces.set(key, piece);
    if (this.pieces.size > MOST_PIECES) this.pieces.delete(this.pieces.keys().next().value);
    return piece;
  }

  paint(size, floor, column, row) {
    const { map } = this;
    const cells = Math.max(1, Math.floor(PIECE_PX / size));
    const piece = canvasOf(cells * size, cells * size);
    const context = piece.getContext("2d");
    const atlas = this.atlas(size);
    const [right, bottom] = [Math.min(map.width, (column + 1) * cells), Math.min(map.height, (row + 1) * cells)];
    for (let y = row * cells; y < bottom; y++) {
      for (let x = column * cells; x < right; x++) {
        const tile = map.top[map.index(x, y, floor)];
        if (!tile) continue;
        const [toX, toY] = [(x - column * cells) * size, (y - row * cells) * size];
        context.drawImage(atlas, (tile - 1) * size, 0, size, size, toX, toY, size, size);
      }
    }
    if (this.withRelief && this.relief) {
      context.drawImage(this.relief, column * cells, row * cells, cells, cells, 0, 0, cells * size, cells * size);
    }
    return piece;
  }

  atlas(size) {
    if (!this.atlases.has(size)) {
      if (this.atlases.size >= MOST_ATLASES) this.atlases.clear();
      const atlas = canvasOf(Math.max(1, this.map.tiles.length) * size, size);
      const context = atlas.getContext("2d");
      this.map.tiles.forEach((tile, at) => drawTile(context, tile, at * size, 0, size));
      this.atlases.set(size, atlas);
    }
    return this.atlases.get(size);
  }
}

/** A tile as a square: its colour, a pattern for what it does, and its glyph. */
export function drawTile(context, tile, x, y, size) {
  const ink = isDark(tile.colour) ? "#ffffff" : "#000000";
  context.save();
  context.beginPath();
  context.rect(x, y, size, size);
  context.clip();
  context.fillStyle = tile.colour;
  context.fillRect(x, y, size, size);
  if (size >= 12) drawPattern(context, tile.traits, ink, x, y, size);
  if (tile.glyph.trim()) {
    context.globalAlpha = 0.72;
    context.fillStyle = ink;
    context.font = `600 ${Math.round(size * 0.7)}px ui-monospace, "DejaVu Sans Mono", monospace`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(tile.glyph, x + size / 2, y + size / 2 + size * 0.04);
  }
  context.restore();
}

/** Each trait has lines of its own, so that what they mean needs no colour. */
const LINES = {
  solid: (s) => [[0, s * 0.5, s * 0.5, 0], [s * 0.5, s, s, s * 0.5], [0, s, s, 0]],
  liquid: (s) => [0.2, 0.8].flatMap((h) => [[0, s * h, s * 0.25, s * (h - 0.1)], [s * 0.25, s * (h - 0.1), s * 0.75, s * (h + 0.1)], [s * 0.75, s * (h + 0.1), s, s * h]]),
  hazard: (s) => [[0, 0, s, s], [s, 0, 0, s]],
  platform: (s) => [[0, s * 0.08, s, s * 0.08], [0, s * 0.2, s, s * 0.2]],
  ladder: (s) => [[s * 0.2, 0, s * 0.2, s], [s * 0.8, 0, s * 0.8, s]],
  bridge: (s) => [[0, s * 0.1, s, s * 0.1], [0, s * 0.9, s, s * 0.9]],
};

function drawPattern(context, traits, ink, x, y, size) {
  context.strokeStyle = ink;
  context.globalAlpha = 0.22;
  context.lineWidth = Math.max(1, size / 16);
  context.beginPath();
  for (const [fromX, fromY, toX, toY] of traits.flatMap((trait) => LINES[trait]?.(size) ?? [])) {
    context.moveTo(x + fromX, y + fromY);
    context.lineTo(x + toX, y + toY);
  }
  context.stroke();
}

export function isDark(colour) {
  const [red, green, blue] = rgbOf(colour);
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

function rgbOf(colour) {
  const number = parseInt(colour.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

function canvasOf(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

function plainOf(map, floor, relief) {
  const colours = map.tiles.map((tile) => rgbOf(tile.colour));
  const plain = pixels(map, (data, at) => {
    const colour = colours[map.top[floor * map.size + at] - 1];
    if (colour) data.set([...colour, 255], at * 4);
  });
  if (relief) plain.getContext("2d").drawImage(relief, 0, 0);
  return plain;
}

/** Light from the north-west over the heights; what lies below the sea stays even. */
function reliefOf(map) {
  const { heights, width, sea_level: sea } = map;
  return pixels(map, (data, at) => {
    const lit = heights[at] - (heights[at - width - 1] ?? heights[at]);
    if (heights[at] < sea || at % width === 0) return;
    const strength = Math.min(120, Math.abs(lit) / 12);
    data.set(lit > 0 ? [255, 255, 255, strength] : [0, 0, 0, strength], at * 4);
  });
}

function pixels(map, fill) {
  const canvas = canvasOf(map.width, map.height);
  const image = new ImageData(map.width, map.height);
  for (let at = 0; at < map.size; at++) fill(image.data, at);
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}
