extends SceneTree
## How long a message takes from the server's send to the callback, at 60 frames a second: each
## text of the reply that TEST_URL streams is the time it was sent at, in milliseconds since 1970.
## Prints the delays in milliseconds, one JSON object.

const EventStream := preload("../addons/npcgen/transport/event_stream.gd")

var _stream := EventStream.new()
var _delays_ms := []


func _initialize() -> void:
	Engine.max_fps = 60
	_stream.start(OS.get_environment("TEST_URL"), "npcgen.v1.DialogueService/Chat", {})


func _process(_delta: float) -> bool:
	_stream.poll()
	var event := _stream.take()
	while event != null:
		if event.kind == "text_delta":
			var now_ms := Time.get_unix_time_from_system() * 1000.0
			_delays_ms.append(now_ms - float(event.body.text))
		event = _stream.take()
	if _stream.is_over():
		print(JSON.stringify({"delays_ms": _delays_ms}))
		quit()
	return false
