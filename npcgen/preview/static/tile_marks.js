// What is drawn over the tiles: rooms, the way, keys and locks, what stands where, a box, pins, and
// somebody who walks. Each kind has a shape and a character, so that none goes by its colour alone.

import { isDark } from "/room/static/tile_paint.js";

/** Pixels a cell, below which marks have no characters. */
const LETTERS_FROM = 9;
const SHAPES = {
  circle: (path, r) => path.arc(0, 0, r, 0, 7),
  square: (path, r) => path.rect(-r * 0.9, -r * 0.9, r * 1.8, r * 1.8),
  diamond: (path, r) => polygon(path, [[0, -r * 1.15], [r * 1.15, 0], [0, r * 1.15], [-r * 1.15, 0]]),
  triangle: (path, r) => polygon(path, [[0, -r * 1.15], [r * 1.1, r * 0.85], [-r * 1.1, r * 0.85]]),
};

function polygon(path, points) {
  points.forEach(([x, y], at) => (at ? path.lineTo(x, y) : path.moveTo(x, y)));
  path.closePath();
}

export class Marks {
  constructor(map) {
    this.map = map;
    this.badges = new Map();
  }

  draw(context, view, floor, shown) {
    if (shown.has("grid")) this.drawGrid(context, view);
    if (shown.has("rooms")) this.drawRooms(context, view, floor);
    if (shown.has("way")) this.drawWay(context, view, floor);
    if (shown.has("locks")) this.drawLocks(context, view, floor);
    if (shown.has("entities")) this.drawEntities(context, view, floor);
  }

  drawGrid(context, view) {
    if (view.px < LETTERS_FROM) return;
    const { map } = this;
    context.beginPath();
    for (let x = Math.max(0, Math.floor(view.x)); x <= Math.min(map.width, view.x + view.width / view.px); x++) {
      line(context, view, { x, y: 0 }, { x, y: map.height });
    }
    for (let y = Math.max(0, Math.floor(view.y)); y <= Math.min(map.height, view.y + view.height / view.px); y++) {
      line(context, view, { x: 0, y }, { x: map.width, y });
    }
    stroke(context, "rgba(255,255,255,0.18)", 1);
  }

  drawRooms(context, view, floor) {
    const path = new Set(this.map.critical_path);
    context.font = "600 12px system-ui, sans-serif";
    context.textBaseline = "top";
    context.textAlign = "left";
    for (const room of this.map.rooms) {
      if (room.floor !== floor) continue;
      const [x, y] = [(room.x - view.x) * view.px, (room.y - view.y) * view.px];
      const [width, height] = [room.width * view.px, room.height * view.px];
      if (x > view.width || y > view.height || x + width < 0 || y + height < 0) continue;
      context.setLineDash(path.has(room.id) ? [] : [4, 4]);
      context.beginPath();
      context.rect(x, y, width, height);
      stroke(context, "rgba(255,255,255,0.85)", 1.5, "rgba(0,0,0,0.6)");
      context.setLineDash([]);
      const text = room.name || `${room.id} ${room.kind}`;
      if (context.measureText(text).width < width - 6 && height > 20) label(context, text, x + 3, y + 3);
    }
  }

  drawWay(context, view, floor) {
    context.beginPath();
    let before = null;
    for (const cell of this.map.way) {
      const isNear = before && Math.abs(before.x - cell.x) + Math.abs(before.y - cell.y) <= 2;
      if (isNear && before.floor === floor && cell.floor === floor) {
        line(context, view, middle(before), middle(cell));
      }
      before = cell;
    }
    context.lineJoin = "round";
    stroke(context, "#ffffff", Math.max(1.5, view.px / 8), "#111827");
  }

  /** A dashed line from every key to what it opens. */
  drawLocks(context, view, floor) {
    const keys = this.map.entities.filter((it) => it.kind === "key" && it.floor === floor);
    context.beginPath();
    for (const lock of this.map.entities) {
      if (lock.kind !== "lock" || lock.floor !== floor) continue;
      for (const key of keys) {
        if ((key.properties.key ?? "") === (lock.properties.key ?? "")) line(context, view, middle(key), middle(lock));
      }
    }
    context.setLineDash([6, 5]);
    stroke(context, "#facc15", 2, "rgba(0,0,0,0.7)");
    context.setLineDash([]);
  }

  drawEntities(context, view, floor) {
    const radius = Math.max(4, Math.min(view.px * 0.42, 22));
    for (const it of this.map.entities) {
      if (it.floor === floor) this.drawBadge(context, view, it, this.styleOf(it), radius);
    }
  }

  styleOf(entity) {
    const style = this.map.kinds[entity.kind] ?? this.map.kinds[""];
    const toward = { north: "↑", east: "→", south: "↓", west: "←" }[entity.properties.toward];
    return toward ? { ...style, glyph: toward } : style;
  }

  drawBadge(context, view, at, style, radius) {
    const [x, y] = [(at.x + 0.5 - view.x) * view.px, (at.y + 0.5 - view.y) * view.px];
    if (x < -radius || y < -radius || x > view.width + radius || y > view.height + radius) return;
    const badge = this.badge(style, radius);
    context.drawImage(badge, Math.round(x - badge.width / 2), Math.round(y - badge.height / 2));
  }

  badge(style, radius) {
    const key = `${style.glyph}${style.colour}${style.shape}${radius.toFixed(1)}`;
    if (!this.badges.has(key)) {
      if (this.badges.size > 400) this.badges.clear();
      const badge = document.createElement("canvas");
      badge.width = badge.height = Math.ceil(radius * 2.6) + 4;
      const context = badge.getContext("2d");
      context.translate(badge.width / 2, badge.height / 2);
      drawBadgeAt(context, style, radius);
      this.badges.set(key, badge);
    }
    return this.badges.get(key);
  }
}

/** A mark around the context's origin. */
export function drawBadgeAt(context, style, radius) {
  context.beginPath();
  (SHAPES[style.shape] ?? SHAPES.circle)(context, radius);
  context.fillStyle = style.colour;
  context.fill();
  context.lineWidth = Math.min(1.5, radius / 5);
  context.strokeStyle = "#0b0e14";
  context.stroke();
  if (radius * 2.4 < LETTERS_FROM) return;
  context.fillStyle = isDark(style.colour) ? "#ffffff" : "#0b0e14";
  context.font = `700 ${Math.round(radius * 1.35)}px ui-monospace, "DejaVu Sans Mono", monospace`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(style.glyph, 0, radius * (style.shape === "triangle" ? 0.25 : 0.06));
}

/** A box of cells, thick and dashed. */
export function drawBox(context, view, box, isFilled) {
  context.beginPath();
  context.rect((box.x - view.x) * view.px, (box.y - view.y) * view.px, box.width * view.px, box.height * view.px);
  if (isFilled) {
    context.fillStyle = "rgba(250, 204, 21, 0.16)";
    context.fill();
  }
  context.setLineDash([8, 4]);
  stroke(context, "#facc15", 2.5, "#111827");
  context.setLineDash([]);
}

/** A pin in the upper right corner of a cell. */
export function drawPin(context, view, pin) {
  const size = Math.max(3, Math.min(view.px * 0.28, 9));
  const [x, y] = [(pin.x + 1 - view.x) * view.px - size, (pin.y - view.y) * view.px + size];
  context.beginPath();
  context.arc(x, y, size, 0, 7);
  context.fillStyle = "#fde047";
  context.fill();
  stroke(context, "#111827", 2);
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x - size, y + size * 1.6);
  stroke(context, "#111827", 2);
}

function middle({ x, y }) {
  return { x: x + 0.5, y: y + 0.5 };
}

function line(context, view, from, to) {
  context.moveTo((from.x - view.x) * view.px, (from.y - view.y) * view.px);
  context.lineTo((to.x - view.x) * view.px, (to.y - view.y) * view.px);
}

function stroke(context, colour, width, casing = "") {
  if (casing) {
    context.strokeStyle = casing;
    context.lineWidth = width + 2.5;
    context.stroke();
  }
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

function label(context, text, x, y) {
  context.lineWidth = 3;
  context.strokeStyle = "#0b0e14";
  context.strokeText(text, x, y);
  context.fillStyle = "#ffffff";
  context.fillText(text, x, y);
}
