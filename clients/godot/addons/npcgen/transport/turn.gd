@tool
extends RefCounted
## One turn of an NPC as one stream of events: it begins the conversation where there is none, or
## where the server doesn't know it any more, and then sends what was said.

const Event := preload("../core/event.gd")
const EventStream := preload("event_stream.gd")
const Failure := preload("../core/failure.gd")
const UnaryCall := preload("unary_call.gd")

const START := "npcgen.v1.DialogueService/StartConversation"
const _RETRIES := 2
const _TIMEOUT_MS := 30000

## The conversation; changes where one had to be begun.
var conversation_id := ""

var _url := ""
var _key := ""
var _verb := ""
var _request := {}
var _beginning := {}
var _timeout_ms := 0
var _start: UnaryCall = null
var _stream: EventStream = null
var _failure: Failure = null
var _began := false
var _heard := false


## Begins. `beginning` is a StartConversationRequest, `request` one of `verb` (Chat, Notify or
## Regenerate) without its conversation.
func start(
	url: String,
	key: String,
	beginning: Dictionary,
	conversation: String,
	verb: String,
	request: Dictionary,
	timeout_ms := 0
) -> void:
	_url = url
	_key = key
	_beginning = beginning
	_verb = verb
	_request = request
	_timeout_ms = timeout_ms
	conversation_id = conversation
	if conversation_id == "":
		_begin()
	else:
		_send()


## Goes on as far as that works without waiting; once a frame.
func poll() -> void:
	if _start != null:
		_start.poll()
		if _start.is_over():
			_on_begun()
	elif _stream != null:
		_stream.poll()
		if _stream.is_over() and _is_forgotten():
			_begin()


## The next event, or null when none is there yet.
func take() -> Event:
	var event: Event = _stream.take() if _stream != null else null
	_heard = _heard or event != null
	return event


## Whether all events were taken and none will come.
func is_over() -> bool:
	return _failure != null or (_stream != null and _stream.is_over() and not _is_forgotten())


## Why the turn failed; null while it runs, and after it went well.
func failure() -> Failure:
	return _stream.failure() if _stream != null else _failure


## Ends the turn, here and on the server.
func cancel() -> void:
	if _start != null:
		_start.cancel()
		_on_begun()
	elif _stream != null:
		_stream.cancel()


func _begin() -> void:
	_began = true
	if _stream != null:
		_beginning["requestId"] = "%s-%d" % [_beginning.get("requestId", ""), _now_ms()]
	_stream = null
	_start = UnaryCall.new()
	_start.start(_url, START, _beginning, _key, _TIMEOUT_MS, _RETRIES)


func _now_ms() -> int:
	return int(Time.get_unix_time_from_system() * 1000.0)


func _on_begun() -> void:
	_failure = _start.failure
	if _failure == null:
		var conversation: Dictionary = _start.answer.get("conversation", {})
		conversation_id = str(conversation.get("id", ""))
		_send()
	_start = null


func _send() -> void:
	var request := _request.duplicate()
	request["conversationId"] = conversation_id
	_stream = EventStream.new()
	_stream.start(_url, EventStream.SERVICE + _verb, request, _key, _timeout_ms)


func _is_forgotten() -> bool:
	var why := _stream.failure()
	return why != null and why.reason == "CONVERSATION_NOT_FOUND" and not _began and not _heard
