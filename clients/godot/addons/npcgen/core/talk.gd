@tool
extends RefCounted
## One NPC's side of a talk: idle, waiting for its first word, speaking, idle again.
##
## It takes events from a stream as fast as the game wants them, and whatever happens the game goes
## on: a reply that fails before its first word becomes one of the NPC's authored lines, with the
## failure beside it. Knows no node and no HTTP: a stream is whatever has poll, take, is_over,
## failure and cancel, such as transport/event_stream.gd.

enum State { IDLE, WAITING, SPEAKING }

const Bodies := preload("bodies.gd")
const Event := preload("event.gd")
const Failure := preload("failure.gd")

var state: int = State.IDLE
## Said in turn where the server can't answer.
var fallback_lines := PackedStringArray()
## While true, nothing is delivered. What comes waits: 256 messages, then the server slows down.
var paused := false
## New texts that are delivered in a second at most; 0 for as fast as they come.
var max_tokens_per_s := 0.0
## The turn under way, or the last one.
var turn_id := ""
## Why the last reply failed; null when it went well.
var failure: Failure = null

var _stream: Variant = null
var _standing_in := []
var _fallbacks := 0
var _next_text_ms := 0.0


## Begins to listen to `stream`; what came before is over.
func begin(stream: Variant) -> void:
	_stream = stream
	_standing_in.clear()
	failure = null
	turn_id = ""
	state = State.WAITING


## Goes on as far as that works without waiting; once a frame.
func poll() -> void:
	if _stream != null:
		_stream.poll()


## The next event for the game; null when there is none now. `now_ms` is the game's clock.
func take(now_ms: float) -> Event:
	if paused or state == State.IDLE or now_ms < _next_text_ms:
		return null
	var event: Event = _next()
	if event == null:
		return null
	turn_id = event.turn_id
	if event.kind == "text_delta":
		state = State.SPEAKING
		if max_tokens_per_s > 0.0:
			_next_text_ms = now_ms + 1000.0 / max_tokens_per_s
	return event


## Whether the reply is over and all of it was taken; then the talk is idle.
func is_over() -> bool:
	if state == State.IDLE:
		return true
	if paused or not _standing_in.is_empty() or (_stream != null and not _stream.is_over()):
		return false
	if _stream != null:
		var why: Failure = _stream.failure()
		_stream = null
		if why != null:
			_end_early(why)
	if _standing_in.is_empty():
		state = State.IDLE
	return state == State.IDLE


## Ends the reply, here and on the server.
func cancel() -> void:
	if _stream != null:
		_stream.cancel()
	_standing_in.clear()


func _next() -> Event:
	if not _standing_in.is_empty():
		return _standing_in.pop_front()
	return _stream.take() if _stream != null else null


func _end_early(why: Failure) -> void:
	if state == State.WAITING and why.reason != "CANCELLED":
		_stand_in(why)
	else:
		failure = why


## Puts an authored line in the place of a reply: the same events as the server's own fallback.
func _stand_in(why: Failure) -> void:
	failure = why
	if fallback_lines.is_empty():
		return
	var line := fallback_lines[_fallbacks % fallback_lines.size()]
	_fallbacks += 1
	var delta := Bodies.TextDelta.new()
	delta.text = line
	var sentence := Bodies.Sentence.new()
	sentence.text = line
	sentence.end = line.length()
	var completed := Bodies.Completed.new()
	completed.text = line
	completed.finish_reason = "FINISH_REASON_FALLBACK"
	completed.fallback_reason = why.reason
	_standing_in = [
		_event("text_delta", delta), _event("sentence", sentence), _event("completed", completed)
	]


func _event(kind: String, body: Bodies.Body) -> Event:
	var event := Event.new()
	event.kind = kind
	event.body = body
	return event
