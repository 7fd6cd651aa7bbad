@tool
extends RefCounted
## The reasons of failures: their code in Connect's words, whether a call may be sent again, and
## what to do. The texts are those of clients/conformance/reasons.json, the same in every client.

# gdlint: disable=max-line-length
## Those that this client finds itself.
const CLIENT := {
	"SERVER_UNREACHABLE":
	[
		"unavailable",
		true,
		"Nothing answers at this address. Start the server (npcgen serve), or check the host and the port."
	],
	"NOT_NPCGEN":
	[
		"failed_precondition",
		false,
		"Another program answers on this port. Use the server's HTTP port, which it prints as http= when it starts; the gRPC port won't do."
	],
	"TLS_UNTRUSTED":
	[
		"failed_precondition",
		false,
		"This machine doesn't trust the server's certificate. Install its authority, or use http:// for a server on the same machine."
	],
	"STREAM_CUT":
	[
		"unavailable",
		true,
		"The connection broke in the middle of an answer. The server may have stopped; call again once it is back."
	],
	"MESSAGE_TOO_LARGE":
	[
		"resource_exhausted",
		false,
		"The server sent a message of more than 4 MiB, and none of npcgen's is that large. Check what stands between the game and the server."
	],
	"BAD_MESSAGE":
	[
		"internal",
		false,
		"The server's answer can't be read. Use a plugin and a server of the same release, and check for a proxy that rewrites answers."
	],
	"DEADLINE_EXCEEDED":
	[
		"deadline_exceeded",
		false,
		"The answer took longer than this call allows. Allow more time, ask for fewer tokens, or use a smaller model."
	],
	"CANCELLED":
	[
		"canceled",
		false,
		"The game cancelled this call, or the scene that made it was unloaded. Nothing needs to be done."
	],
	"SERVER_STOPPED":
	[
		"unavailable",
		false,
		"The server that the game started ended twice. The end of its log, shown with this error, says why."
	],
}
## The commonest of the server's.
const SERVER := {
	"MODEL_LOADING":
	[
		"unavailable",
		true,
		"The model is still being loaded. Wait until /readyz answers 200, or try again after retry_after_ms."
	],
	"MODEL_NOT_LOADED":
	[
		"failed_precondition",
		false,
		"That model isn't loaded. Load it, or begin a conversation with another one."
	],
	"DRAINING": ["unavailable", true, "The server is shutting down. Call again once it is back."],
	"QUEUE_FULL":
	[
		"resource_exhausted",
		false,
		"More NPCs speak at once than this server takes on. Try again after retry_after_ms, or let fewer speak."
	],
	"REQUEST_TOO_LARGE":
	[
		"resource_exhausted",
		false,
		"This request is larger than the server takes. Send less, or raise NPCGEN_MAX_MESSAGE_BYTES."
	],
	"KEY_MISSING":
	[
		"unauthenticated",
		false,
		"This server asks for a key. Set the plugin's key to one of NPCGEN_API_KEYS."
	],
	"KEY_WRONG":
	[
		"unauthenticated",
		false,
		"The server doesn't know this key. Set the plugin's key to one of NPCGEN_API_KEYS."
	],
	"UNKNOWN_METHOD":
	[
		"unimplemented",
		false,
		"This server has no such call. It is older than the plugin: update the server."
	],
	"ORIGIN_NOT_ALLOWED":
	[
		"permission_denied",
		false,
		"The page's address may not use this server. Add it to NPCGEN_ALLOWED_ORIGINS."
	],
	"HOST_NOT_ALLOWED":
	[
		"permission_denied",
		false,
		"The server doesn't answer to this host name. Add it to NPCGEN_ALLOWED_HOSTS."
	],
	"CONVERSATION_NOT_FOUND":
	[
		"not_found",
		false,
		"This conversation isn't there any more. Begin another one with StartConversation."
	],
	"PERSONA_NOT_FOUND":
	[
		"not_found",
		false,
		"The server keeps no such persona. Check the name, or create it with CreatePersona."
	],
	"TURN_IN_PROGRESS":
	[
		"failed_precondition",
		false,
		"This NPC still speaks to this player. Wait for its completed event, or Cancel first."
	],
}
# gdlint: enable=max-line-length


## What to do about a failure; "" where its message is all there is.
static func hint(reason: String) -> String:
	return str(_entry(reason)[2])


## Whether an idempotent unary call that failed so may be sent again.
static func may_retry(reason: String) -> bool:
	return _entry(reason)[1]


static func _entry(reason: String) -> Array:
	return CLIENT.get(reason, SERVER.get(reason, ["unknown", false, ""]))
