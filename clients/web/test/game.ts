/** A game that never stops its server, and ends when nobody writes to it any more. */

import { ServerLauncher } from "@npcgen/client/server";

const [flags, ...command] = process.argv.slice(2);
const server = new ServerLauncher({ command, flags: JSON.parse(flags!) as string[] });
const url = await server.start();
console.log(JSON.stringify({ url, pid: server.pid }));
for await (const _ of process.stdin);
