/** For Node, and the main process of Electron: a server beside the game. No part of a page. */

export { ServerLauncher, type LauncherOptions, type ServerState } from "./launcher.js";
