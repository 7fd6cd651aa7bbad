@tool
extends RefCounted
## Asks the server for a level, a material or quests, as the files that Godot opens: a scene of
## TileMapLayers, an ORM material with its maps, resources. Works in the editor and in games.
##
## [method poll] it once a frame, or let `NpcGen.make` do that, and wait for `finished`.

## How far it is: what is being done, and how much of it, 0..1.
signal progress(phase: String, fraction: float)
## The files' bytes by name, in the order they came; `failure` is null when it went well.
signal finished(files: Dictionary, failure: RefCounted)

const Failure := preload("../core/failure.gd")
const HttpCall := preload("../transport/http_call.gd")
const Level := preload("level.gd")

const FORMAT := "godot"
const TIMEOUT_MS := 600000
const _API := "npcgen.v1."

## What was made, as the wire says it: "level" and "proof", or "quests".
var made := {}
## The files so far.
var files := {}

var _url := ""
var _key := ""
var _call: HttpCall = null
var _export := ""
var _world := {}


func _init(url := "", key := "") -> void:
	_url = url
	_key = key


## A level of `spec`, a LevelSpec. Example: {"kind": "cave", "width": 48, "height": 32, "seed": 7}
func make_level(spec: Dictionary) -> void:
	_export = "LevelService/ExportLevel"
	_listen("LevelService/GenerateLevel", {"spec": spec})


## Quests of a world, with a QuestSpec. Example: {"count": 5, "seed": 7}
func make_quests(world_id: String, spec: Dictionary) -> void:
	_export = "QuestService/ExportQuests"
	_world = {"id": world_id}
	made["quests"] = []
	_listen("QuestService/GenerateQuests", {"world": _world, "spec": spec})


## A material in words. Example: "mossy castle wall". `stem` is what its files' names begin with.
func make_material(prompt: String, stem: String, spec := {}) -> void:
	var request := {"prompt": prompt, "spec": spec, "pack": FORMAT, "stem": stem}
	_listen("TextureService/GenerateTexture", request)


## Goes on as far as that works without waiting.
func poll() -> void:
	if _call == null:
		return
	_call.poll()
	var message: Variant = _call.take()
	while message != null:
		_take_in(message)
		message = _call.take()
	if _call != null and _call.ended:
		_ended(_call.failure)


## Whether it is over.
func is_over() -> bool:
	return _call == null


## Ends the work, here and on the server.
func cancel() -> void:
	if _call != null:
		_call.cancel()


## Writes `of` into a folder; false where that doesn't work.
static func write(of: Dictionary, folder: String) -> bool:
	DirAccess.make_dir_recursive_absolute(folder)
	for name: String in of:
		var file := FileAccess.open(folder + "/" + name.get_file(), FileAccess.WRITE)
		if file == null:
			return false
		file.store_buffer(of[name])
		file.close()
	return true


func _listen(method: String, request: Dictionary) -> void:
	_call = HttpCall.new()
	_call.start(_url, _API + method, request, true, _key, TIMEOUT_MS)


func _take_in(message: Dictionary) -> void:
	if message.has("file"):
		_add_part(message)
		return
	var event: Dictionary = message.get("event", {})
	if event.has("progress"):
		var at: Dictionary = event["progress"]
		progress.emit(str(at.get("phase", "")), float(at.get("fraction", 0.0)))
	elif event.has("file"):
		_add_part(event["file"])
	elif event.has("level"):
		made["level"] = event["level"]
	elif event.has("cells"):
		Level.add_cells(made["level"], event["cells"])
	elif event.has("quest"):
		made["quests"].append(event["quest"])
	elif event.has("completed"):
		made["proof"] = event["completed"].get("proof", {})


func _add_part(part: Dictionary) -> void:
	var name: String = part["file"]
	if not files.has(name):
		files[name] = PackedByteArray()
	var bytes: PackedByteArray = files[name]
	bytes.append_array(Marshalls.base64_to_raw(part.get("data", "")))
	files[name] = bytes


func _ended(failure: Failure) -> void:
	_call = null
	if failure != null:
		finished.emit({}, failure)
	elif _export == "":
		finished.emit(files, null)
	else:
		var method := _export
		_export = ""
		_listen(method, _export_request())


func _export_request() -> Dictionary:
	if made.has("level"):
		var level := Level.packed(made["level"])
		return {"level": level, "proof": made["proof"], "format": FORMAT}
	return {"world": _world, "quests": made["quests"], "format": FORMAT}
