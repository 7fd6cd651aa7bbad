extends SceneTree
## The conformance driver: runs the calls that it is told over a loopback socket, one JSON object a
## line, and answers with what came of them. tests/clients/godot_driver.py relays stdin and stdout.

const Event := preload("../addons/npcgen/core/event.gd")
const EventStream := preload("../addons/npcgen/transport/event_stream.gd")
const Failure := preload("../addons/npcgen/core/failure.gd")
const HttpCall := preload("../addons/npcgen/transport/http_call.gd")
const UnaryCall := preload("../addons/npcgen/transport/unary_call.gd")

var _socket := StreamPeerTCP.new()
var _line := PackedByteArray()
var _runs := []


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
	_socket.connect_to_host("127.0.0.1", int(OS.get_environment("NPCGEN_DRIVER_PORT")))


func _process(_delta: float) -> bool:
	_socket.poll()
	if _socket.get_status() == StreamPeerTCP.STATUS_CONNECTED:
		_read_lines()
	for run: Run in _runs.duplicate():
		for line: Dictionary in run.lines():
			line["id"] = run.told["id"]
			_tell(line)
			if line.has("done"):
				_runs.erase(run)
	if _socket.get_status() == StreamPeerTCP.STATUS_NONE:
		quit()
	return false


func _read_lines() -> void:
	var there := _socket.get_available_bytes()
	if there == 0:
		return
	for byte: int in _socket.get_data(there)[1]:
		if byte != 10:
			_line.append(byte)
			continue
		_obey(_line.get_string_from_utf8())
		_line = PackedByteArray()


func _obey(line: String) -> void:
	var json := JSON.new()
	json.parse(line)
	var told: Dictionary = json.data
	if told["do"] == "quit":
		_socket.disconnect_from_host()
	elif not told.get("stream", EventStream.speaks(told["method"])):
		_runs.append(Unary.new(told))
	elif EventStream.speaks(told["method"]):
		_runs.append(Reply.new(told))
	else:
		_runs.append(Messages.new(told))


func _tell(what: Dictionary) -> void:
	_socket.put_data((JSON.stringify(what) + "\n").to_utf8_buffer())
