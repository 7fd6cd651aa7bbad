/** The generated clients, of calls that end on the server too when their listener leaves. */

import type { DescService } from "@bufbuild/protobuf";
import { createClient, type CallOptions, type Client, type Transport } from "@connectrpc/connect";

type Open = (input: object, options?: CallOptions) => AsyncIterable<unknown>;

/** NOTE: connect's own client reads on in the background after a `break`. */
export function serviceClient<S extends DescService>(service: S, transport: Transport): Client<S> {
  const plain = createClient(service, transport) as Record<string, unknown>;
  for (const { methodKind, localName } of service.methods) {
    if (methodKind === "server_streaming") plain[localName] = leavable(plain[localName] as Open);
  }
  return plain as Client<S>;
}

function leavable(open: Open): Open {
  return async function* (input, options = {}) {
    const left = new AbortController();
    const signals = [left.signal, ...(options.signal ? [options.signal] : [])];
    const call = { ...options, signal: AbortSignal.any(signals) };
    const messages = open(input, call)[Symbol.asyncIterator]();
    try {
      for (let next = await messages.next(); !next.done; next = await messages.next()) {
        yield next.value;
      }
    } finally {
      left.abort();
      // NOTE: asked once more, connect stops its timer, which keeps Node from ending.
      await messages.next().catch(() => undefined);
    }
  };
}
