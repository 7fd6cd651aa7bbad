extends SceneTree
## The conformance driver: runs the calls that it is told on stdin, one JSON object a line, and says
## on stdout what came of them.

const Event := preload("../addons/npcgen/core/event.gd")
const EventStream := preload("../addons/npcgen/transport/event_stream.gd")
const Failure := preload("../addons/npcgen/core/failure.gd")
const HttpCall := preload("../addons/npcgen/transport/http_call.gd")
const UnaryCall := preload("../addons/npcgen/transport/unary_call.gd")

const LINE_BYTES := 16 * 1024 * 1024

var _runs := []
var _reader := Thread.new()
var _mutex := Mutex.new()
var _orders := []


## One call under way; a subclass for each of the three ways to be answered.
class Run:
	extends RefCounted
	var told := {}
	var count := 0

	## What there is to say now; the last of it has "done".
	func lines() -> Array:
		return []

	func is_to_cancel() -> bool:
		count += 1
		return count == told.get("cancel_after_events", -1)

	func ending(failure: Failure) -> Dictionary:
		if failure == null:
			return {"done": {"ok": true}}
		var done := {
			"ok": false,
			"code": failure.code,
			"reason": failure.reason,
			"field": failure.field,
			"retry_after_ms": failure.retry_after_ms,
			"message": failure.message,
			"hint": failure.hint,
		}
		return {"done": done}


class Reply:
	extends Run
	var stream := EventStream.new()

	func _init(given: Dictionary) -> void:
		told = given
		var key: String = given.get("key", "")
		var timeout_ms: int = given.get("timeout_ms", 0)
		stream.start(given["base_url"], given["method"], given["request"], key, timeout_ms)

	func lines() -> Array:
		var said := []
		stream.poll()
		var event := stream.take()
		while event != null:
			said.append({"event": _shown(event)})
			if is_to_cancel():
				stream.cancel()
			event = stream.take()
		if stream.is_over():
			said.append(ending(stream.failure()))
		return said

	func _shown(event: Event) -> Dictionary:
		return {
			"kind": event.kind,
			"sequence": event.sequence,
			"turn_id": event.turn_id,
			"npc_id": event.npc_id,
			"body": event.body.to_json(),
		}


class Messages:
	extends Run
	var call_under_way := HttpCall.new()

	func _init(given: Dictionary) -> void:
		told = given
		var key: String = given.get("key", "")
		var timeout_ms: int = given.get("timeout_ms", 0)
		call_under_way.start(
			given["base_url"], given["method"], given["request"], true, key, timeout_ms
		)

	func lines() -> Array:
		var said := []
		call_under_way.poll()
		var message: Variant = call_under_way.take()
		while message != null:
			if not message.is_empty():
				said.append({"message": message})
				if is_to_cancel():
					call_under_way.cancel()
			message = call_under_way.take()
		if call_under_way.ended and not call_under_way.has_waiting():
			said.append(ending(call_under_way.failure))
		return said


class Unary:
	extends Run
	var call_under_way := UnaryCall.new()

	func _init(given: Dictionary) -> void:
		told = given
		var key: String = given.get("key", "")
		var timeout_ms: int = given.get("timeout_ms", 0)
		var retries: int = given.get("retries", 0)
		call_under_way.start(
			given["base_url"], given["method"], given["request"], key, timeout_ms, retries
		)

	func lines() -> Array:
		var said := []
		call_under_way.poll()
		if call_under_way.is_over():
			if call_under_way.answer != null:
				said.append({"response": call_under_way.answer})
			said.append(ending(call_under_way.failure))
		return said


func _initialize() -> void:
	Engine.max_fps = 120
	_reader.start(_read_orders)


func _process(_delta: float) -> bool:
	for order: Dictionary in _taken():
		_obey(order)
	for run: Run in _runs.duplicate():
		for line: Dictionary in run.lines():
			line["id"] = run.told["id"]
			print(JSON.stringify(line))
			if line.has("done"):
				_runs.erase(run)
	return false


func _finalize() -> void:
	_reader.wait_to_finish()


## In a thread of its own, since reading blocks; ends with the order to quit, or with stdin.
func _read_orders() -> void:
	var order := {}
	while order.get("do") != "quit":
		var line := OS.read_string_from_stdin(LINE_BYTES)
		order = JSON.parse_string(line) if line != "" else {"do": "quit"}
		_mutex.lock()
		_orders.append(order)
		_mutex.unlock()


func _taken() -> Array:
	_mutex.lock()
	var orders := _orders
	_orders = []
	_mutex.unlock()
	return orders


func _obey(order: Dictionary) -> void:
	if order["do"] == "quit":
		quit()
	elif not order.get("stream", EventStream.speaks(order["method"])):
		_runs.append(Unary.new(order))
	elif EventStream.speaks(order["method"]):
		_runs.append(Reply.new(order))
	else:
		_runs.append(Messages.new(order))
