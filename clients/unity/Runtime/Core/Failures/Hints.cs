namespace Npcgen
{
    /// <summary>
    /// What to do about a failure, for a developer: the texts of clients/conformance/reasons.json.
    /// </summary>
    internal static class Hints
    {
        /// <summary>Empty for a reason that isn't known: the server's message says what to do.</summary>
        internal static string For(string reason)
        {
            string own = OfClient(reason);
            return own.Length > 0 ? own : OfServer(reason);
        }

        private static string OfClient(string reason)
        {
            switch (reason)
            {
                case "SERVER_UNREACHABLE":
                    return "Nothing answers at this address. Start the server (npcgen serve), or check the "
                        + "host and the port.";
                case "NOT_NPCGEN":
                    return "Another program answers on this port. Use the server's HTTP port, which it "
                        + "prints as http= when it starts; the gRPC port won't do.";
                case "TLS_UNTRUSTED":
                    return "This machine doesn't trust the server's certificate. Install its authority, or "
                        + "use http:// for a server on the same machine.";
                case "STREAM_CUT":
                    return "The connection broke in the middle of an answer. The server may have stopped; "
                        + "call again once it is back.";
                case "MESSAGE_TOO_LARGE":
                    return "The server sent a message of more than 4 MiB, and none of npcgen's is that "
                        + "large. Check what stands between the game and the server.";
                case "BAD_MESSAGE":
                    return "The server's answer can't be read. Use a plugin and a server of the same "
                        + "release, and check for a proxy that rewrites answers.";
                case "DEADLINE_EXCEEDED":
                    return "The answer took longer than this call allows. Allow more time, ask for fewer "
                        + "tokens, or use a smaller model.";
                case "CANCELLED":
                    return "The game cancelled this call, or the scene that made it was unloaded. Nothing "
                        + "needs to be done.";
                case "SERVER_STOPPED":
                    return "The server that the game started ended twice. The end of its log, shown with "
                        + "this error, says why.";
                default:
                    return "";
            }
        }

        private static string OfServer(string reason)
        {
            switch (reason)
            {
                case "MODEL_LOADING":
                    return "The model is still being loaded. Wait until /readyz answers 200, or try again "
                        + "after retry_after_ms.";
                case "MODEL_NOT_LOADED":
                    return "That model isn't loaded. Load it, or begin a conversation with another one.";
                case "DRAINING":
                    return "The server is shutting down. Call again once it is back.";
                case "QUEUE_FULL":
                    return "More NPCs speak at once than this server takes on. Try again after "
                        + "retry_after_ms, or let fewer speak.";
                case "REQUEST_TOO_LARGE":
                    return "This request is larger than the server takes. Send less, or raise "
                        + "NPCGEN_MAX_MESSAGE_BYTES.";
                case "KEY_MISSING":
                    return "This server asks for a key. Set the plugin's key to one of NPCGEN_API_KEYS.";
                case "KEY_WRONG":
                    return "The server doesn't know this key. Set the plugin's key to one of "
                        + "NPCGEN_API_KEYS.";
                case "UNKNOWN_METHOD":
                    return "This server has no such call. It is older than the plugin: update the server.";
                case "ORIGIN_NOT_ALLOWED":
                    return "The page's address may not use this server. Add it to NPCGEN_ALLOWED_ORIGINS.";
                case "HOST_NOT_ALLOWED":
                    return "The server doesn't answer to this host name. Add it to NPCGEN_ALLOWED_HOSTS.";
                case "CONVERSATION_NOT_FOUND":
                    return "This conversation isn't there any more. Begin another one with "
                        + "StartConversation.";
                case "PERSONA_NOT_FOUND":
                    return "The server keeps no such persona. Check the name, or create it with "
                        + "CreatePersona.";
                case "TURN_IN_PROGRESS":
                    return "This NPC still speaks to this player. Wait for its completed event, or Cancel "
                        + "first.";
                default:
                    return "";
            }
        }
    }
}
