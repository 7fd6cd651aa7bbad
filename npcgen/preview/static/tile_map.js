// A map of tiles to look at, to draw a box on, to pin cells of and to walk in.

import { TileMap, unpack } from "/room/static/tile_data.js";
import { Keys, Pointers } from "/room/static/tile_hands.js";
import { Marks, drawBox, drawPin } from "/room/static/tile_marks.js";
import { Painter } from "/room/static/tile_paint.js";
import { View } from "/room/static/tile_view.js";
import { Walker } from "/room/static/tile_walk.js";

const YOU = { glyph: "☺", colour: "#4ade80", shape: "circle" };
const CRATE = { glyph: "$", colour: "#a16207", shape: "square" };

let maps = 0;

export default {
  template: `
    <div class="tile-map">
      <canvas ref="canvas" tabindex="0" role="application" :aria-label="label" :aria-describedby="howId"></canvas>
      <p v-if="isEmpty && hint" class="tile-map-hint">{{ hint }}</p>
      <div class="tile-map-told" aria-live="polite" data-testid="map-told">{{ told }}</div>
      <div class="tile-map-how" :id="howId">{{ how }}</div>
    </div>`,
  props: { label: String, hint: String },
  data: () => ({ isEmpty: true, told: "", tool: "look", howId: `map-how-${(maps += 1)}` }),
  computed: {
    how() {
      return {
        look: "Arrow keys or dragging move the map, + and − or the wheel zoom, 0 shows all of it.",
        box: "Drag a box, or move with the arrow keys and hold Shift to draw one.",
        pin: "Click a cell, or move with the arrow keys and press Enter, to pin or free it.",
        walk: "Arrow keys walk, jump or climb; Enter takes stairs; Home, Page Up, End, Page Down go diagonally.",
      }[this.tool];
    },
  },
  created() {
    // Not reactive: these are large, and drawn from, not rendered.
    Object.assign(this, { view: new View(), map: null, floor: 0, hidden: new Set(), box: null, pins: [] });
    this.shown = new Set(["entities", "way"]);
    this.cursor = { x: 0, y: 0 };
  },
  mounted() {
    const canvas = this.$refs.canvas;
    this.context = canvas.getContext("2d", { alpha: false });
    this.pointers = new Pointers(canvas, this);
    this.keys = new Keys(canvas, this);
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(canvas);
    this.resize();
    this.$emit("ready");
  },
  unmounted() {
    this.sizes.disconnect();
    clearTimeout(this.playing);
  },
  methods: {
    /** Another map, packed as the server does; the view stays where `keepsView` says so. */
    async show(packed, keepsView) {
      const map = new TileMap(await unpack(packed));
      const isSame = this.map && this.map.width === map.width && this.map.height === map.height;
      clearTimeout(this.playing);
      this.map = map;
      this.isEmpty = false;
      this.map.compose(this.hidden);
      this.painter = new Painter(map);
      this.marks = new Marks(map);
      this.walker = new Walker(map);
      this.floor = Math.min(this.floor, map.floors - 1);
      if (!(keepsView && isSame)) this.fit();
      this.$refs.canvas.dataset.shown = `${map.name} ${map.width}x${map.height}x${map.floors}`;
      this.redraw();
    },
    resize() {
      const canvas = this.$refs.canvas;
      const density = Math.min(2, window.devicePixelRatio || 1);
      Object.assign(this.view, { width: canvas.clientWidth, height: canvas.clientHeight, density });
      canvas.width = Math.round(canvas.clientWidth * density);
      canvas.height = Math.round(canvas.clientHeight * density);
      if (this.map && !this.isMoved) this.fit();
      this.redraw();
    },
    /** Draws once, in the browser's next frame. */
    redraw() {
      this.frame ??= requestAnimationFrame(() => {
        this.frame = null;
        if (this.map) this.draw();
      });
    },
    draw() {
      const { context, view } = this;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.fillStyle = "#0b0e14";
      context.fillRect(0, 0, context.canvas.width, context.canvas.height);
      this.painter.showRelief(this.shown.has("relief"));
      const unfinished = this.painter.draw(context, view.device, this.floor);
      context.setTransform(view.density, 0, 0, view.density, 0, 0);
      this.marks.draw(context, view, this.floor, this.shown);
      for (const pin of this.pins) if (pin.floor === this.floor) drawPin(context, view, pin);
      if (this.box && this.box.floor === this.floor) drawBox(context, view, this.box, this.tool === "box");
      if (this.tool === "walk") this.drawWalker();
      if ((this.tool === "box" || this.tool === "pin") && !this.box) drawBox(context, view, { ...this.cursor, width: 1, height: 1 });
      if (unfinished) this.redraw();
    },
    drawWalker() {
      const { walker, marks, view } = this;
      if (!walker.isThere) return;
      const radius = Math.max(5, Math.min(view.px * 0.5, 26));
      for (const spot of walker.crates) {
        const [x, y, floor] = spot.split(",").map(Number);
        if (floor === this.floor) marks.drawBadge(this.context, view, { x, y }, CRATE, radius * 0.85);
      }
      if (walker.at.floor === this.floor) marks.drawBadge(this.context, view, walker.at, YOU, radius);
    },
    tell(text) {
      this.told = text;
    },
    hover(cell) {
      if (this.map && this.tool !== "walk") this.tell(cell ? this.saidOf(cell) : "");
    },
    /** A cell in words. */
    saidOf({ x, y }) {
      if (!this.map.inside(x, y)) return "";
      const tile = this.map.tileAt(x, y, this.floor);
      const what = tile ? [tile.name.replaceAll("_", " "), ...tile.traits].join(", ") : "nothing";
      const room = this.map.roomAt(x, y, this.floor);
      const things = this.map.entitiesAt(x, y, this.floor).map((it) => {
        const known = ["key", "toward", "to"].map((name) => it.properties[name]).filter(Boolean);
        return [it.kind.replaceAll("_", " "), ...known].join(" ");
      });
      const place = room ? `in ${room.name || `${room.id}, ${room.kind}`}` : "";
      return [`${x}, ${y}: ${what}`, place, ...things].filter(Boolean).join(" · ");
    },
    pan(byX, byY) {
      this.view.pan(byX, byY);
      this.isMoved = true;
      this.redraw();
      return true;
    },
    zoom(factor, left, top) {
      this.view.zoom(factor, left, top);
      this.isMoved = true;
      this.redraw();
      return true;
    },
    fit() {
      if (!this.map) return true;
      this.view.fit(this.map.width, this.map.height);
      this.isMoved = false;
      this.redraw();
      return true;
    },
    /** Shows the cell in the middle. */
    go(x, y, floor) {
      this.setFloor(floor);
      this.cursor = { x, y };
      if (this.view.px < 12) this.view.wish(12, Math.round);
      this.view.centre(x + 0.5, y + 0.5);
      this.isMoved = true;
      this.tell(this.saidOf({ x, y }));
      this.redraw();
    },
    setFloor(floor) {
      if (floor === this.floor) return;
      this.floor = floor;
      this.$emit("floor", { floor });
      this.redraw();
    },
    setTool(tool) {
      this.tool = tool;
      this.tell("");
      this.$refs.canvas.dataset.tool = tool;
      if (tool === "walk") this.walkAgain();
      this.redraw();
    },
    /** Layers of these names are left out; of the marks only these are drawn. */
    setSeen(hiddenLayers, marks) {
      const hidden = new Set(hiddenLayers);
      const isOther = hidden.size !== this.hidden.size || hiddenLayers.some((name) => !this.hidden.has(name));
      this.hidden = hidden;
      this.shown = new Set(marks);
      if (this.map && isOther) {
        this.map.compose(hidden);
        this.painter.repaint();
      }
      this.redraw();
    },
    setBox(box) {
      this.box = box;
      this.redraw();
    },
    setPins(pins) {
      this.pins = pins;
      this.redraw();
    },
    drawBoxFrom(from, to) {
      if (!this.map) return;
      const within = (at, size) => Math.max(0, Math.min(size - 1, at));
      const [x, y] = [within(Math.min(from.x, to.x), this.map.width), within(Math.min(from.y, to.y), this.map.height)];
      const [right, bottom] = [within(Math.max(from.x, to.x), this.map.width), within(Math.max(from.y, to.y), this.map.height)];
      this.box = { x, y, width: right - x + 1, height: bottom - y + 1, floor: this.floor };
      this.tell(`A box of ${this.box.width} by ${this.box.height} cells at ${x}, ${y}`);
      this.redraw();
    },
    boxIsDrawn() {
      if (this.box) this.$emit("box", this.box);
    },
    moveCursor([dx, dy], drawsBox) {
      if (!this.map) return false;
      const { width, height } = this.map;
      if (drawsBox) this.anchor ??= { ...this.cursor };
      else this.anchor = null;
      this.cursor = { x: Math.max(0, Math.min(width - 1, this.cursor.x + dx)), y: Math.max(0, Math.min(height - 1, this.cursor.y + dy)) };
      this.view.follow(this.cursor);
      this.box = null;
      this.tell(this.saidOf(this.cursor));
      if (drawsBox) {
        this.drawBoxFrom(this.anchor, this.cursor);
        this.boxIsDrawn();
      }
      this.redraw();
      return true;
    },
    pick(cell) {
      if (!this.map?.inside(cell.x, cell.y)) return true;
      this.cursor = cell;
      this.$emit("pick", { ...cell, floor: this.floor, tile: this.map.tileAt(cell.x, cell.y, this.floor)?.name ?? "" });
      return true;
    },
    /** How one gets about here: walk4, walk8, platform or push. */
    rules() {
      return this.map?.movement.kind;
    },
    isOnLadder() {
      return this.walker.has(this.walker.at, "ladder");
    },
    walk(move) {
      if (!this.walker?.isThere) return true;
      this.toldWalk(this.walker.move(move));
      return true;
    },
    walkAgain() {
      clearTimeout(this.playing);
      this.walker?.again();
      if (!this.walker?.isThere) return this.tell("Nobody begins here: this map has no start.");
      this.toldWalk("You are at the start.");
    },
    /** Walks by itself, by these moves. */
    play(moves) {
      this.walkAgain();
      const wait = Math.max(4, Math.min(120, 8000 / moves.length));
      let at = 0;
      const next = () => {
        if (at >= moves.length || this.tool !== "walk") return;
        this.walk(moves[at++]);
        this.playing = setTimeout(next, wait);
      };
      next();
    },
    toldWalk(said) {
      const { at, keys, moves, finished } = this.walker;
      this.setFloor(at.floor);
      this.view.follow(at);
      this.$refs.canvas.dataset.you = `${at.x},${at.y},${at.floor}`;
      const held = keys.size ? `Keys: ${[...keys].map((key) => key || "the key").join(", ")}` : "No keys";
      this.tell([said, `${moves} moves`, held].filter(Boolean).join(" · "));
      if (finished) this.$emit("finished", { moves });
      this.redraw();
    },
  },
};
