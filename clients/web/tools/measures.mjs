// What the client costs, measured the same way in Node and in a page. Imports nothing.
const PIECE_BYTES = 16_384;
const PASSES = 3;
const COLLECTIONS = 3;
const WARM_PASSES = 3;
const WARM_TOKENS = 5_000;

/** From bytes to typed events, without a network; `heapBytes` collects garbage first. */
export async function parsing(NpcgenClient, tokens, heapBytes) {
  // What a page's streams hold is let go in turn by its two collectors.
  const settledBytes = async () => {
    for (let round = 0; round < COLLECTIONS; round++) {
      heapBytes();
      await new Promise((later) => setTimeout(later, 50));
    }
    return heapBytes();
  };
  const read = (count) => readAll(NpcgenClient, count);
  for (let warm = 0; warm < WARM_PASSES; warm++) await read(WARM_TOKENS);
  const passes = [];
  for (let pass = 0; pass < PASSES; pass++) {
    const before = await settledBytes();
    const { seen, seconds } = await read(tokens);
    passes.push({ seen, perS: seen / seconds, kept: ((await settledBytes()) - before) / seen });
  }
  const each = (name) => passes.map((pass) => pass[name]).sort((one, other) => one - other);
  return {
    tokens: each("seen")[0],
    // In all, for who measures the processor's time from outside.
    tokens_read: PASSES * tokens + WARM_PASSES * WARM_TOKENS,
    tokens_per_s: Math.round(each("perS")[Math.floor(PASSES / 2)]),
    // What is kept is kept by every pass; the compiler keeps something once, whenever it likes.
    retained_bytes_per_token: Math.max(0, Math.round(each("kept")[0] * 100) / 100),
  };
}

/** Milliseconds from a server's send to the callback, of a stream whose texts are the times. */
export async function delays(NpcgenClient, url) {
  const told = [];
  const onText = (sentAt) => told.push(performance.timeOrigin + performance.now() - Number(sentAt));
  await new NpcgenClient(url).chat("c", "Hello").listen({ onText });
  return told;
}

async function readAll(NpcgenClient, count) {
  const client = new NpcgenClient("http://127.0.0.1:1", { fetch: async () => reply(count) });
  let seen = 0;
  const began = performance.now();
  for await (const event of client.chat("c", "Hello")) seen += event.kind === "textDelta" ? 1 : 0;
  return { seen, seconds: (performance.now() - began) / 1000 };
}

/** A response whose body is made as it is read, so that it counts for nothing. */
function reply(count) {
  let sequence = 0;
  const head = { turnId: "SzAugAmp_kFJ.1", npcId: "brannoch" };
  const body = new ReadableStream({
    async pull(controller) {
      const piece = [];
      for (let size = 0; size < PIECE_BYTES && sequence < count; sequence++) {
        piece.push(envelope({ event: { ...head, sequence, textDelta: { text: " hammer" } } }));
        size += piece.at(-1).length;
      }
      const isOver = piece.length === 0;
      const bytes = await new Blob(isOver ? [envelope({}, 2)] : piece).arrayBuffer();
      controller.enqueue(new Uint8Array(bytes));
      if (isOver) controller.close();
    },
  });
  return new Response(body, { headers: { "content-type": "application/connect+json" } });
}

function envelope(message, flags = 0) {
  const data = new TextEncoder().encode(JSON.stringify(message));
  const bytes = new Uint8Array(5 + data.length);
  new DataView(bytes.buffer).setUint32(1, data.length);
  bytes[0] = flags;
  bytes.set(data, 5);
  return bytes;
}
