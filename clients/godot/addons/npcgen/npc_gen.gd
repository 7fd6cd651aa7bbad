extends Node
## The autoload `NpcGen`: where the server is, every call under way, saves, and the server that the
## game starts itself. Polls once a frame and never blocks.

## A save is there, to keep with the game's own; `failure` is null when it went well.
signal saved(state: Dictionary, failure: RefCounted)
## A save was loaded, or `failure` says why not.
signal loaded(failure: RefCounted)
## The server that the game started speaks, or `failure` says why it won't.
signal server_ready(failure: RefCounted)

const Content := preload("importers/content.gd")
const EventStream := preload("transport/event_stream.gd")
const Failure := preload("core/failure.gd")
const LocalServer := preload("server/local_server.gd")
const UnaryCall := preload("transport/unary_call.gd")

## The group that every Npc is in.
const NPCS := "npcgen_npcs"
const SETTING_URL := "npcgen/server/url"
const SETTING_KEY := "npcgen/server/key"
const DEFAULT_URL := "http://127.0.0.1:8080"
const TIMEOUT_MS := 30000
const RETRIES := 3

## Of the server's HTTP port.
var url := DEFAULT_URL
## One of the server's NPCGEN_API_KEYS, where it has any.
var key := ""
## The server that the game started; null without one.
var server: LocalServer = null

var _calls := []


func _ready() -> void:
	process_mode = Node.PROCESS_MODE_ALWAYS
	if ProjectSettings.has_setting(SETTING_URL):
		url = str(ProjectSettings.get_setting(SETTING_URL))
	if ProjectSettings.has_setting(SETTING_KEY):
		key = str(ProjectSettings.get_setting(SETTING_KEY))


func _process(_delta: float) -> void:
	if server != null:
		server.poll()
	for asked: Variant in _calls.duplicate():
		asked.poll()
		if asked.is_over():
			_calls.erase(asked)


func _exit_tree() -> void:
	stop_server()


## Calls a method with one answer, such as "npcgen.v1.ModelService/GetServerInfo". Wait for its
## signal `done`. `retries`: 0 for what isn't safe to send again.
func ask(method: String, request: Dictionary, retries := RETRIES) -> UnaryCall:
	var asked := UnaryCall.new()
	asked.start(url, method, request, key, TIMEOUT_MS, retries)
	_calls.append(asked)
	return asked


## Begins a reply that streams, such as "npcgen.v1.DialogueService/Chat". Whoever asks polls it.
func listen(method: String, request: Dictionary, timeout_ms := 0) -> EventStream:
	var stream := EventStream.new()
	stream.start(url, method, request, key, timeout_ms)
	return stream


## What asks for levels, materials and quests: call one of its methods, wait for `finished`.
func content() -> Content:
	var asked := Content.new(url, key)
	_calls.append(asked)
	return asked


## Saves what every Npc of the scene said, remembers and feels; `saved` has it.
func save_game() -> void:
	var conversations := {}
	for npc: Node in get_tree().get_nodes_in_group(NPCS):
		var id := str(npc.get("conversation_id"))
		if id != "":
			conversations[str(npc.get_path())] = id
	if conversations.is_empty():
		call_deferred("emit_signal", "saved", {"data": "", "npcs": {}}, null)
		return
	var request := {"conversationIds": conversations.values()}
	var asked := ask(EventStream.SERVICE + "SaveConversations", request)
	asked.done.connect(_on_saved.bind(conversations))


## Rolls every Npc of the scene back to `state`, which `saved` gave; then `loaded` is emitted.
func load_game(state: Dictionary) -> void:
	if state["data"] == "":
		call_deferred("emit_signal", "loaded", null)
		return
	var request := {"data": state["data"]}
	var asked := ask(EventStream.SERVICE + "LoadConversations", request)
	asked.done.connect(_on_loaded.bind(state["npcs"]))


## Starts a server beside the game, on free ports; `server_ready` says when it speaks. `command` is
## the program and what stands before "serve"; `flags` are those of `npcgen serve`.
func start_server(command := ["npcgen"], flags := []) -> void:
	stop_server()
	server = LocalServer.new()
	server.ready.connect(_on_server_ready)
	server.start(command, flags)


## Ends the server that the game started.
func stop_server() -> void:
	if server != null:
		server.stop()
		server = null


func _on_saved(answer: Variant, failure: Failure, conversations: Dictionary) -> void:
	var data: String = answer["data"] if answer != null else ""
	saved.emit({"data": data, "npcs": conversations}, failure)


func _on_loaded(_answer: Variant, failure: Failure, conversations: Dictionary) -> void:
	if failure == null:
		for path: String in conversations:
			var npc := get_node_or_null(path)
			if npc != null:
				npc.set("conversation_id", conversations[path])
	loaded.emit(failure)


func _on_server_ready(failure: Failure) -> void:
	if failure == null:
		url = server.url
	server_ready.emit(failure)
