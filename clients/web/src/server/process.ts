/**
 * One process of npcgen serve. It reads our end of its stdin, and stops when that closes: with the
 * game, however the game ends.
 */

import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import { NpcgenError } from "../failure.js";

const ANNOUNCE_MS = 60_000;
const STOP_MS = 10_000;
const LAST_WORDS_MS = 200;
const LOG_CHARS = 4_000;
const FLAGS = ["--grpc-port", "0", "--json", "--stop-with-parent"];

export class ServerProcess {
  /** The address of its HTTP port; undefined where it ended before it said one. */
  readonly announced: Promise<string | undefined>;
  /** How it ended: "ended with status 1". Rejects, SERVER_STOPPED, where it can't be started. */
  readonly ended: Promise<string>;
  /** Whether it ended, or never began. */
  hasEnded = false;
  readonly #child: ChildProcessWithoutNullStreams;
  #log = "";

  /** `command` is what stands before `serve`, `variables` are put over this process's own. */
  constructor(
    command: readonly string[],
    flags: readonly string[],
    variables: Readonly<Record<string, string>>,
  ) {
    const [program = "", ...words] = command;
    this.#child = spawn(program, [...words, "serve", ...FLAGS, ...flags], {
      env: { ...process.env, ...variables },
      // A Ctrl-C in the terminal is for the game alone, which may want to save first.
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    // A server that is gone reads nothing; `ended` tells.
    this.#child.stdin.on("error", () => {});
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#log = (this.#log + text).slice(-LOG_CHARS);
    });
    this.ended = this.#untilEnded(program);
    this.announced = this.#untilAnnounced();
  }

  /** Undefined where it couldn't be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The end of what it logged, once it has ended. */
  async logTail(): Promise<string> {
    // NOTE: the server's workers may hold its pipes a second longer than it lives.
    const late = AbortSignal.timeout(LAST_WORDS_MS);
    await finished(this.#child.stderr, { signal: late }).catch(() => {});
    return this.#log.trim();
  }

  /** From now on the game may end without having stopped it. */
  unref(): void {
    const { stdin, stdout, stderr } = this.#child;
    this.#child.unref();
    for (const pipe of [stdin, stdout, stderr]) (pipe as unknown as Socket).unref();
  }

  /** Asks it to stop, and kills it when it doesn't; resolves when it is gone. */
  async stop(): Promise<void> {
    const impatience = setTimeout(() => this.#child.kill("SIGKILL"), STOP_MS);
    this.#child.stdin.end();
    // Where it never began there is nothing to stop.
    await this.ended.catch(() => {});
    clearTimeout(impatience);
  }

  async #untilEnded(program: string): Promise<string> {
    try {
      const [status, signal] = (await once(this.#child, "exit")) as [number, string | null];
      return signal ? `was ended by ${signal}` : `ended with status ${status}`;
    } catch (error) {
      const message = `'${program}' can't be started: ${(error as Error).message}`;
      throw new NpcgenError("unavailable", "SERVER_STOPPED", message, { cause: error });
    } finally {
      this.hasEnded = true;
    }
  }

  async #untilAnnounced(): Promise<string | undefined> {
    const impatience = setTimeout(() => {
      this.#log += `\nit told no address within ${ANNOUNCE_MS} ms`;
      this.#child.kill("SIGKILL");
    }, ANNOUNCE_MS);
    try {
      // NOTE: read to its end, so that a server that says more is never held up.
      return await new Promise((resolve) => {
        createInterface({ input: this.#child.stdout })
          .on("line", (line) => resolve(addressIn(line)))
          .on("close", () => resolve(undefined));
      });
    } finally {
      clearTimeout(impatience);
    }
  }
}

/** Undefined for the error of a server that can't begin, which its log tells too. */
function addressIn(line: string): string | undefined {
  try {
    return (JSON.parse(line) as { http?: string }).http;
  } catch {
    return undefined; // Another program's.
  }
}
