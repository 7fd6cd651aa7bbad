@tool
extends RefCounted
## The typed events of a reply that streams: Chat, Notify, Regenerate, Bark or GroupChat.

const Event := preload("../core/event.gd")
const Failure := preload("../core/failure.gd")
const HttpCall := preload("http_call.gd")

const SERVICE := "npcgen.v1.DialogueService/"
## Streams that are one turn, and those that are several.
const ONE_TURN := ["Chat", "Notify", "Regenerate"]
const SEVERAL := ["Bark", "GroupChat"]

var _call := HttpCall.new()


## Whether `method` answers with DialogueEvents.
static func speaks(method: String) -> bool:
	var verb := method.substr(SERVICE.length())
	return method.begins_with(SERVICE) and (verb in ONE_TURN or verb in SEVERAL)


## Begins; `method` is such as "npcgen.v1.DialogueService/Chat".
func start(url: String, method: String, request: Dictionary, key := "", timeout_ms := 0) -> void:
	_call.is_one_turn = method.substr(SERVICE.length()) in ONE_TURN
	_call.start(url, method, request, true, key, timeout_ms)


## Goes on as far as that works without waiting; once a frame.
func poll() -> void:
	_call.poll()


## The next event, or null when none is there yet. Heartbeats are passed over.
func take() -> Event:
	var message: Variant = _call.take()
	while message != null and message.get("event") == null:
		message = _call.take()
	if message == null:
		return null
	var event := Event.new()
	var json: Variant = message["event"]
	if typeof(json) == TYPE_DICTIONARY and event.read(json):
		return event
	_call.abandon("BAD_MESSAGE", "An event holds a field of another type than it has.")
	return null


## Whether all events were taken and none will come.
func is_over() -> bool:
	return _call.ended and not _call.has_waiting()


## Why the reply failed; null while it runs, and after it went well.
func failure() -> Failure:
	return _call.failure


## Ends the reply, here and on the server. No event comes after it.
func cancel() -> void:
	_call.cancel()
