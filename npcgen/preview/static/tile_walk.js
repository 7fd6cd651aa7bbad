// Somebody who walks a map by the rules of play (docs/concepts/levels.md): walk4, walk8, push, platform.

const STEPS = { n: [0, -1], e: [1, 0], s: [0, 1], w: [-1, 0] };
const DIAGONALS = { ne: [1, -1], se: [1, 1], sw: [-1, 1], nw: [-1, -1] };
const TOWARD = { n: "north", e: "east", s: "south", w: "west" };
const RUNS = { l: -1, r: 1, "-": 0 };

export class Walker {
  constructor(map) {
    this.map = map;
    this.again();
  }

  /** Whether somebody can begin. */
  get isThere() {
    return this.at !== null;
  }

  again() {
    const spawn = this.map.entities.find((it) => it.kind === "spawn");
    this.at = spawn ? { x: spawn.x, y: spawn.y, floor: spawn.floor } : null;
    this.keys = new Set();
    this.moves = 0;
    this.rise = 0;
    this.crates = new Set(this.map.entities.filter((it) => it.kind === "crate").map((it) => this.spot(it)));
    this.finished = false;
    if (this.at) this.arrive(this.at);
  }

  /** One move, by its name in proofs. Why it can't be, or what came of it. */
  move(name) {
    const said = this.map.movement.kind === "platform" ? this.tick(name) : this.step(name);
    this.moves += 1;
    this.finished = this.isFinished();
    return this.finished ? "You reached the end." : said;
  }

  step(name) {
    if (name === "stairs") return this.takeStairs();
    const by = STEPS[name] ?? (this.map.movement.kind === "walk8" ? DIAGONALS[name] : undefined);
    if (!by) return `Nobody moves ${name} here.`;
    const there = this.beside(by);
    const why = this.whyNot(there, TOWARD[name]) || (DIAGONALS[name] ? this.whyNoCorner(by) : "");
    if (why) return why;
    if (this.map.movement.kind === "push" && this.crates.has(this.spot(there)) && !this.push(there, by)) {
      return "The crate doesn't move.";
    }
    return this.arrive(there);
  }

  whyNoCorner([dx, dy]) {
    for (const corner of [this.beside([dx, 0]), this.beside([0, dy])]) {
      if (!this.isGround(corner) || this.entities(corner, "lock").length || this.entities(corner, "one_way").length) {
        return "Nobody cuts that corner.";
      }
    }
    return "";
  }

  push(there, [dx, dy]) {
    const beyond = { ...there, x: there.x + dx, y: there.y + dy };
    const isFree =
      this.isGround(beyond) &&
      !this.crates.has(this.spot(beyond)) &&
      ["lock", "one_way", "stairs", "secret"].every((kind) => !this.entities(beyond, kind).length);
    if (!isFree) return false;
    this.crates.delete(this.spot(there));
    this.crates.add(this.spot(beyond));
    return true;
  }

  takeStairs() {
    const stairs = this.entities(this.at, "stairs")[0];
    const to = this.map.entities.find((it) => it.kind === "stairs" && it.id === stairs?.properties.to);
    if (!to) return "There are no stairs here.";
    const there = { x: to.x, y: to.y, floor: to.floor };
    const why = this.whyNot(there, "nowhere");
    if (why || this.crates.has(this.spot(there))) return why || "A crate is in the way.";
    this.rise = 0;
    return this.arrive(there);
  }

  /** Why that cell can't be entered in this direction; empty where it can. */
  whyNot(there, toward) {
    if (this.has(there, "hazard")) return "Who goes there dies.";
    if (!this.isGround(there)) return "A wall, or nothing to stand on.";
    const missing = this.entities(there, "lock").map((lock) => lock.properties.key ?? "").filter((key) => !this.keys.has(key));
    if (missing.length) return `Locked: it needs the key ${missing[0]}.`;
    const ways = [...this.entities(this.at, "one_way"), ...this.entities(there, "one_way")];
    return ways.some((it) => it.properties.toward !== toward) ? "One way, and not this one." : "";
  }

  arrive(there) {
    this.at = there;
    const found = this.entities(there, "key").map((it) => it.properties.key ?? "").filter((key) => !this.keys.has(key));
    found.forEach((key) => this.keys.add(key));
    if (found.length) return `You have the key ${found.join(", ")}.`;
    if (this.entities(there, "secret").length) return "A secret!";
    return this.entities(there, "stairs").length ? "Stairs: press Enter to take them." : "";
  }

  isFinished() {
    const end = this.map.entities.find((it) => it.kind === "exit");
    const isOn = end && this.spot(end) === this.spot(this.at);
    if (this.map.movement.kind !== "push" || !this.crates.size) return Boolean(isOn);
    const targets = this.map.entities.filter((it) => it.kind === "target");
    return targets.every((it) => this.crates.has(this.spot(it))) && (!end || isOn);
  }

  /** A tick in platform: gravity pulls. */
  tick(name) {
    if (name === "stairs") return this.takeStairs();
    const before = this.at;
    if (name === "u" || name === "d") {
      const below = this.beside([0, 1]);
      const canClimb = this.has(this.at, "ladder") || (name === "d" && (this.has(below, "ladder") || this.has(below, "platform")));
      if (!canClimb) return "Nothing to climb.";
      this.rise = 0;
      return this.fly([0, name === "d" ? 1 : -1], true);
    }
    if (name[0] === "j") {
      if (!this.isSupported()) return "Nothing to jump off from.";
      this.rise = this.map.movement.jump;
    }
    let said = "";
    if (this.rise > 0) {
      this.rise -= 1;
      said = this.fly([0, -1]);
    } else if (!this.isSupported()) said = this.fly([0, 1]);
    const dx = RUNS[name.replace("j", "") || "-"];
    if (dx) said = this.fly([dx, 0]) || said;
    return this.at === before ? said || "Nothing moves." : said;
  }

  fly([dx, dy], isClimbing = false) {
    const there = this.beside([dx, dy]);
    const isThrough = dy < 1 || isClimbing || !this.has(there, "platform");
    const toward = { "0,-1": "north", "1,0": "east", "0,1": "south", "-1,0": "west" }[`${dx},${dy}`];
    const why = isThrough ? this.whyNot(there, toward) : "Solid ground.";
    if (!why) return this.arrive(there);
    if (dy) this.rise = 0;
    return dx ? why : "";
  }

  isSupported() {
    const below = this.beside([0, 1]);
    const isOnGround = !this.map.inside(below.x, below.y) || this.has(below, "solid") || this.has(below, "platform");
    return isOnGround || this.has(this.at, "ladder");
  }

  /** Whether one can be in the cell, by its tiles alone. */
  isGround(there) {
    if (!this.map.inside(there.x, there.y) || this.has(there, "solid") || this.has(there, "hazard")) return false;
    if (this.map.movement.kind === "platform") return true;
    const isDry = !this.has(there, "liquid") || this.has(there, "bridge");
    return this.traits(there) !== null && isDry;
  }

  has(there, trait) {
    return Boolean(this.traits(there)?.includes(trait));
  }

  /** Of all tiles in the cell; null where there is none, or no cell. */
  traits({ x, y, floor }) {
    if (!this.map.inside(x, y)) return null;
    const at = this.map.index(x, y, floor);
    const tiles = this.map.layers.map((layer) => this.map.tiles[layer.cells[at] - 1]).filter(Boolean);
    return tiles.length ? tiles.flatMap((tile) => tile.traits) : null;
  }

  entities(there, kind) {
    return this.map.entitiesAt(there.x, there.y, there.floor).filter((it) => it.kind === kind);
  }

  beside([dx, dy]) {
    return { x: this.at.x + dx, y: this.at.y + dy, floor: this.at.floor };
  }

  spot({ x, y, floor }) {
    return `${x},${y},${floor}`;
  }
}
