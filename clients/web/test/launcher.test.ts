/** A server beside the game; what starts it stands in NPCGEN_COMMAND, a JSON list. */

import assert from "node:assert/strict";
import { once, EventEmitter } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Npc, NpcgenClient } from "@npcgen/client";
import { ServerLauncher, type ServerState } from "@npcgen/client/server";

const command = JSON.parse(process.env["NPCGEN_COMMAND"] ?? '["npcgen"]') as string[];
// A game has more to do than to wait for its server, which doesn't keep Node from ending.
const playing = setInterval(() => {}, 1_000);
let folder = "";

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "npcgen-"));
});

after(async () => {
  clearInterval(playing);
  await rm(folder, { recursive: true });
});

function launcher(...flags: string[]) {
  const changes = new EventEmitter();
  const states: ServerState[] = [];
  const server = new ServerLauncher({
    command,
    flags: ["--backend", "scripted", "--no-preview", "--data-dir", folder, ...flags],
    onState(state) {
      states.push(state);
      changes.emit(state);
    },
  });
  return { server, states, changes };
}

test("a server that is killed comes back where it was, once", async () => {
  const { server, states, changes } = launcher();
  const url = await server.start();
  assert.equal(await server.start(), url);
  const brannoch = new Npc(new NpcgenClient(url), "brannoch", { fallbackLines: ["Hm."] });
  assert.equal((await brannoch.chat("Good day.").listen()).failure, undefined);

  const again = once(changes, "ready");
  process.kill(server.pid!, "SIGKILL");
  await again;
  assert.equal(server.url, url);
  assert.equal((await brannoch.chat("Good day.").listen()).failure, undefined);

  const stopped = once(changes, "stopped");
  process.kill(server.pid!, "SIGKILL");
  await stopped;
  const begins = ["starting", "loading", "ready"];
  assert.deepEqual(states, [...begins, ...begins, "stopped"]);
  assert.equal(server.failure?.reason, "SERVER_STOPPED");
  assert.match(server.failure.message, /SIGKILL.*its log ends:\n.*model loaded/s);
  assert.equal(await brannoch.chat("Good day.").text(), "Hm.");
});

test("a server that is stopped is gone, and may be started again", async () => {
  const { server, states } = launcher();
  for (let times = 0; times < 2; times++) {
    const started = assert.rejects(server.start(), { reason: "CANCELLED" });
    const { pid } = server;
    await server.stop();
    await started;
    assert.throws(() => process.kill(pid!, 0), { code: "ESRCH" });
  }
  assert.deepEqual(states, ["starting", "off", "starting", "off"]);
  assert.deepEqual([server.url, server.pid, server.failure], ["", undefined, undefined]);
});

test("what can't begin says why", async () => {
  const states: ServerState[] = [];
  const refused = new ServerLauncher({
    command,
    variables: { NPCGEN_THREADS: "many" },
    onState: (state) => states.push(state),
  });
  await assert.rejects(refused.start(), { reason: "SERVER_STOPPED", message: /'many'/ });
  assert.deepEqual(states, ["starting", "stopped"]);
  const nobody = new ServerLauncher({ command: join(folder, "npcgen") });
  await assert.rejects(nobody.start(), { reason: "SERVER_STOPPED", message: /ENOENT/ });
  assert.match(nobody.failure!.hint, /log/);
});
