// Mouse, fingers and keys on a map: what they ask of it.

const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const MOVES = { ArrowUp: "n", ArrowDown: "s", ArrowLeft: "w", ArrowRight: "e", Home: "nw", PageUp: "ne", End: "sw", PageDown: "se", Enter: "stairs" };
const PAN_PX = 60;

/** Pointers: one drags, two pinch. */
export class Pointers {
  constructor(canvas, map) {
    this.map = map;
    this.down = new Map();
    this.spread = 0;
    canvas.addEventListener("pointerdown", (event) => this.press(event, canvas));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, (event) => this.release(event));
    canvas.addEventListener("pointerleave", () => map.hover(null));
    canvas.addEventListener("wheel", (event) => this.turn(event), { passive: false });
  }

  press(event, canvas) {
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    this.down.set(event.pointerId, this.pointOf(event));
    this.spread = this.distance();
    // The middle button pans whatever the tool is.
    this.isPanning = this.map.tool === "look" || this.map.tool === "walk" || event.button === 1;
    this.from = this.map.view.cellAt(...this.pointOf(event));
    this.hasMoved = false;
    if (this.map.tool === "box" && !this.isPanning) this.map.drawBoxFrom(this.from, this.from);
  }

  move(event) {
    const point = this.pointOf(event);
    const before = this.down.get(event.pointerId);
    if (!before) {
      // Not while dragging: words that change in every frame cost more than the map.
      this.map.hover(this.map.view.cellAt(...point));
      return;
    }
    this.hasMoved ||= Math.hypot(point[0] - before[0], point[1] - before[1]) > 2;
    this.down.set(event.pointerId, point);
    if (this.down.size > 1) this.pinch();
    else if (this.isPanning) this.map.pan(before[0] - point[0], before[1] - point[1]);
    else if (this.map.tool === "box") this.map.drawBoxFrom(this.from, this.map.view.cellAt(...point));
  }

  pinch() {
    const spread = this.distance();
    const [one, other] = [...this.down.values()];
    if (this.spread) this.map.zoom(spread / this.spread, (one[0] + other[0]) / 2, (one[1] + other[1]) / 2);
    this.spread = spread;
  }

  release(event) {
    if (!this.down.delete(event.pointerId) || this.isPanning) return;
    if (this.map.tool === "box") this.map.boxIsDrawn();
    if (this.map.tool === "pin") this.map.pick(this.from);
  }

  turn(event) {
    event.preventDefault();
    this.map.zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, ...this.pointOf(event));
  }

  distance() {
    if (this.down.size < 2) return 0;
    const [one, other] = [...this.down.values()];
    return Math.hypot(one[0] - other[0], one[1] - other[1]);
  }

  pointOf(event) {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }
}

/** Keys, while the map has the focus. */
export class Keys {
  constructor(canvas, map) {
    this.map = map;
    this.held = new Set();
    canvas.addEventListener("keydown", (event) => {
      this.held.add(event.key);
      if (!event.ctrlKey && !event.metaKey && !event.altKey && this.press(event)) event.preventDefault();
    });
    canvas.addEventListener("keyup", (event) => this.held.delete(event.key));
    canvas.addEventListener("blur", () => this.held.clear());
  }

  /** Whether the key means something here. */
  press({ key, shiftKey }) {
    if (key === "+" || key === "=") return this.map.zoom(1.3);
    if (key === "-" && this.map.tool !== "walk") return this.map.zoom(1 / 1.3);
    if (key === "0") return this.map.fit();
    if (this.map.tool === "walk") return this.walk(key);
    const arrow = ARROWS[key];
    if (this.map.tool === "look") return arrow && this.map.pan(arrow[0] * PAN_PX, arrow[1] * PAN_PX);
    if (arrow) return this.map.moveCursor(arrow, this.map.tool === "box" && shiftKey);
    return this.map.tool === "pin" && (key === "Enter" || key === " ") && this.map.pick(this.map.cursor);
  }

  walk(key) {
    const move = this.map.rules() === "platform" ? this.platformMove(key) : MOVES[key];
    return move ? this.map.walk(move) : false;
  }

  /** Up jumps, to the side that is held down, or climbs. */
  platformMove(key) {
    const side = this.held.has("ArrowLeft") ? "l" : this.held.has("ArrowRight") ? "r" : "-";
    if (key === "ArrowUp") return this.map.isOnLadder() ? "u" : `j${side}`;
    return { ArrowLeft: "l", ArrowRight: "r", ArrowDown: "d", " ": "-", Enter: "stairs" }[key];
  }
}
