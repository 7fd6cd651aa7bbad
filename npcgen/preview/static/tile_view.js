// Which part of a map is seen, and how large.

import { PLAIN_BELOW } from "/room/static/tile_paint.js";

const MOST_PX = 64;

export class View {
  constructor() {
    Object.assign(this, { x: 0, y: 0, px: 16, width: 1, height: 1, density: 1 });
    // What was zoomed to; `px` is the nearest that is drawn well.
    this.wished = 16;
    this.mapWidth = this.mapHeight = 1;
  }

  /** The same in the canvas's own pixels. */
  get device() {
    const { x, y, px, width, height, density } = this;
    return { x, y, px: px * density, width: width * density, height: height * density };
  }

  /** The cell under a point of the canvas, in CSS pixels. */
  cellAt(left, top) {
    return { x: Math.floor(this.x + left / this.px), y: Math.floor(this.y + top / this.px) };
  }

  fit(mapWidth, mapHeight) {
    Object.assign(this, { mapWidth, mapHeight });
    this.wish(Math.min(this.width / mapWidth, this.height / mapHeight), Math.floor);
    this.centre(mapWidth / 2, mapHeight / 2);
  }

  centre(x, y) {
    this.x = x - this.width / this.px / 2;
    this.y = y - this.height / this.px / 2;
  }

  pan(byX, byY) {
    this.x += byX / this.px;
    this.y += byY / this.px;
    this.keepSome();
  }

  /** Larger by a factor; the point at `left`, `top` stays where it is. */
  zoom(factor, left = this.width / 2, top = this.height / 2) {
    const [x, y] = [this.x + left / this.px, this.y + top / this.px];
    this.wish(this.wished * factor, Math.round);
    this.x = x - left / this.px;
    this.y = y - top / this.px;
    this.keepSome();
  }

  /** Moves so that the cell is well inside of what is seen. */
  follow({ x, y }) {
    const [across, down] = [this.width / this.px, this.height / this.px];
    // Where all of it fits, only what is out of sight is sought.
    const edge = this.mapWidth <= across && this.mapHeight <= down ? 0 : 0.15;
    const isWithin = (at, from, length) => at >= from + length * edge && at + 1 <= from + length * (1 - edge);
    const isIn = isWithin(x, this.x, across) && isWithin(y, this.y, down);
    if (!isIn) this.centre(x + 0.5, y + 0.5);
  }

  /** Pixels a cell: whole ones of the screen, so that painted pieces are copied as they are. */
  wish(px, round) {
    const least = Math.min(2, this.width / this.mapWidth / 2);
    this.wished = Math.max(least, Math.min(MOST_PX, px));
    const device = this.wished * this.density;
    this.px = device < PLAIN_BELOW ? this.wished : round(device) / this.density;
  }

  /** A map that is dragged out of sight is hard to find again. */
  keepSome() {
    const [across, down] = [this.width / this.px, this.height / this.px];
    this.x = Math.max(-across * 0.8, Math.min(this.mapWidth - across * 0.2, this.x));
    this.y = Math.max(-down * 0.8, Math.min(this.mapHeight - down * 0.2, this.y));
  }
}
