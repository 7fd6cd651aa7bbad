/**
 * A server beside the game: started on free ports, waited for, started once more if it dies, and
 * ended with the game, even one that was killed.
 */

import { NpcgenError } from "../failure.js";
import { sleep } from "../wire/retry.js";
import { ServerProcess } from "./process.js";

const POLL_MS = 250;
const PROBE_MS = 5_000;
const FREE_PORT = "0";

/**
 * `starting` until its ports are open, `loading` until its model is there, then `ready`; `stopped`
 * when it ended twice or can't be started, and NPCs say their authored lines.
 */
export type ServerState = "off" | "starting" | "loading" | "ready" | "stopped";

export interface LauncherOptions {
  /**
   * The program, such as that of a bundle, or a list of it and what stands before `serve`.
   * Default: "npcgen".
   */
  command?: string | readonly string[];
  /** More flags of `npcgen serve`: ["--data-dir", saves, "--threads", "2"]. */
  flags?: readonly string[];
  /** NPCGEN_ variables, put over the game's own. */
  variables?: Readonly<Record<string, string>>;
  onState?: (state: ServerState) => void;
}

/** One server, from `start` to `stop` or to the end of the game. */
export class ServerLauncher {
  readonly #command: readonly string[];
  readonly #flags: readonly string[];
  readonly #variables: Readonly<Record<string, string>>;
  readonly #onState: (state: ServerState) => void;
  #state: ServerState = "off";
  #failure: NpcgenError | undefined;
  #url = "";
  #process: ServerProcess | undefined;
  #started: Promise<string> | undefined;
  #left = new AbortController();

  /** Nothing starts yet. */
  constructor({ command = "npcgen", flags = [], variables = {}, onState }: LauncherOptions = {}) {
    this.#command = typeof command === "string" ? [command] : command;
    this.#flags = flags;
    this.#variables = variables;
    this.#onState = onState ?? (() => {});
  }

  get state(): ServerState {
    return this.#state;
  }

  /** Why it is `stopped`; else undefined. */
  get failure(): NpcgenError | undefined {
    return this.#failure;
  }

  /** Its address, for NpcgenClient; "" until its ports are open. A restart keeps it. */
  get url(): string {
    return this.#url;
  }

  /** Of the server's process; undefined without one. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /**
   * The server's address once its NPCs can speak; of one that runs already, too. Throws
   * NpcgenError: SERVER_STOPPED with the end of its log, CANCELLED after `stop`.
   */
  start(): Promise<string> {
    this.#started ??= this.#start();
    return this.#started;
  }

  /** Ends the server; resolves when it is gone. */
  async stop(): Promise<void> {
    this.#left.abort();
    await this.#process?.stop();
    this.#forget();
    this.#become("off");
  }

  #start(): Promise<string> {
    this.#left = new AbortController();
    this.#failure = undefined;
    const { signal } = this.#left;
    return new Promise((resolve, reject) => {
      this.#supervise(signal, resolve).catch((error: unknown) => {
        reject(error);
        if (!signal.aborted && error instanceof NpcgenError) this.#giveUp(error);
      });
    });
  }

  /** Throws when the server can't go on, or nobody wants it to. */
  async #supervise(left: AbortSignal, onReady: (url: string) => void): Promise<never> {
    for (let isAgain = false; ; isAgain = true) {
      // NOTE: on the port that it had, so that clients needn't be told of a restart.
      const port = this.#url ? new URL(this.#url).port : FREE_PORT;
      const flags = ["--http-port", port, ...this.#flags];
      const begun = new ServerProcess(this.#command, flags, this.#variables);
      this.#process = begun;
      this.#become("starting");
      this.#follow(begun, left).then((isReady) => isReady && onReady(this.#url));
      const end = await begun.ended;
      if (left.aborted) throw new NpcgenError("canceled", "CANCELLED", "the server was stopped");
      if (isAgain) {
        const log = await begun.logTail();
        const message = `the server ${end}, the second time; its log ends:\n${log}`;
        throw new NpcgenError("unavailable", "SERVER_STOPPED", message);
      }
    }
  }

  /** Whether it became ready, rather than ended. */
  async #follow(begun: ServerProcess, left: AbortSignal): Promise<boolean> {
    const url = await begun.announced;
    const isOver = () => begun.hasEnded || left.aborted;
    if (url === undefined || isOver()) return false;
    this.#url = url;
    this.#become("loading");
    while (!(await isReady(url))) {
      if (isOver()) return false;
      await sleep(POLL_MS, undefined);
    }
    if (isOver()) return false;
    begun.unref();
    this.#become("ready");
    return true;
  }

  #giveUp(failure: NpcgenError): void {
    this.#forget();
    this.#failure = failure;
    this.#become("stopped");
  }

  #forget(): void {
    this.#started = undefined;
    this.#process = undefined;
    this.#url = "";
  }

  #become(state: ServerState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#onState(state);
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(PROBE_MS) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false; // It ended, or is too busy to answer.
  }
}
