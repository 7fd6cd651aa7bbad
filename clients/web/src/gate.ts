/** Holds back what is delivered while a frame is heavy. */
export class Gate {
  #opened: PromiseWithResolvers | undefined;

  close(): void {
    this.#opened ??= withResolvers();
  }

  open(): void {
    this.#opened?.resolve();
    this.#opened = undefined;
  }

  /** Resolves at once while the gate is open. */
  async passed(): Promise<void> {
    while (this.#opened) await this.#opened.promise;
  }
}

interface PromiseWithResolvers {
  promise: Promise<void>;
  resolve: () => void;
}

function withResolvers(): PromiseWithResolvers {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}
