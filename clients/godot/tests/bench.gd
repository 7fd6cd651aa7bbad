extends SceneTree
## How fast the core reads tokens, and what it keeps: the messages of a long reply, in pieces as
## they come from a socket, become typed events, BENCH_PASSES times. Prints one JSON object.

const Envelope := preload("../addons/npcgen/core/envelope.gd")
const Event := preload("../addons/npcgen/core/event.gd")
const JsonText := preload("../addons/npcgen/core/json_text.gd")

const TOKENS := 20000
const PIECE := 1460


func _initialize() -> void:
	var stream := _stream()
	_read(stream)
	var objects := Performance.get_monitor(Performance.OBJECT_COUNT)
	var bytes := Performance.get_monitor(Performance.MEMORY_STATIC)
	var read := 0
	for _pass: int in range(int(OS.get_environment("BENCH_PASSES"))):
		read += _read(stream)
	var told := {"tokens": read}
	told["kept_objects"] = Performance.get_monitor(Performance.OBJECT_COUNT) - objects
	told["kept_bytes"] = Performance.get_monitor(Performance.MEMORY_STATIC) - bytes
	print(JSON.stringify(told))
	quit()


func _stream() -> PackedByteArray:
	var stream := PackedByteArray()
	for number: int in range(TOKENS):
		var event := {"sequence": number, "turnId": "cOCgkOAsq9oa.1", "npcId": "brannoch"}
		event["textDelta"] = {"text": " word"}
		stream.append_array(Envelope.packed(JsonText.write({"event": event})))
	return stream


func _read(stream: PackedByteArray) -> int:
	var envelope := Envelope.new()
	var read := 0
	for at: int in range(0, stream.size(), PIECE):
		envelope.push(stream.slice(at, mini(at + PIECE, stream.size())))
		while envelope.has_next():
			var message: Dictionary = JsonText.read(envelope.next())
			var event := Event.new()
			event.read(message["event"])
			read += int(event.body.text == " word")
	return read
