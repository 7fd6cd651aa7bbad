@icon("icon.svg")
class_name Npc
extends Node
## A character that talks. Set its persona, call [method chat], and listen to its signals.
##
## Needs the autoload `NpcGen`, which the plugin adds. Whatever happens, the game goes on: where the
## server can't answer, the NPC says one of its fallback lines and `failed` says why.

## New text of the reply, as it comes.
signal text_delta(text: String)
## A finished sentence, for speech and subtitles.
signal sentence(text: String)
## What the NPC does; answer with [method acknowledge].
signal action(name: String, arguments: Dictionary, action_id: String)
## What it feels from now on; intensity is 0..1.
signal emotion_changed(label: String, intensity: float)
## How it sees the player changed: trust, respect, familiarity, affection or fear, -1..1.
signal relationship_changed(axis: String, value: float, why: String)
## The whole reply; the NPC listens again.
signal completed(text: String)
## Why a call failed: code, reason, message, hint, retry_after_ms, field.
signal failed(failure: RefCounted)
## Every event as it came, those of kinds too that have no signal here.
signal event(event: RefCounted)

const Event := preload("core/event.gd")
const Failure := preload("core/failure.gd")
const Failures := preload("core/failures.gd")
const Requests := preload("core/requests.gd")
const Talk := preload("core/talk.gd")
const Turn := preload("transport/turn.gd")
const UnaryCall := preload("transport/unary_call.gd")

const SERVICE := "npcgen.v1.DialogueService/"

## One of the server's personas. Example: "brannoch".
@export var persona_id := ""
## The game's own id for the player; never shown to the model.
@export var player_id := ""
## The name that the NPC hears.
@export var player_name := ""
## What is going on around them when the talk begins.
@export var scene := ""
## Said in turn where the server can't answer. Empty: those of its persona, once it has talked.
@export var fallback_lines := PackedStringArray()
## New texts that are delivered in a second at most; 0 for as fast as they come.
@export var max_tokens_per_s := 0.0
## Events that are delivered in one frame at most.
@export var events_per_frame := 16
## Milliseconds for a whole reply by the client's own clock; 0 leaves it to the server.
@export var timeout_ms := 0

## The conversation with this player; empty until the first line. Keep it to go on later.
var conversation_id := ""

var _talk := Talk.new()
var _turn: Turn = null
var _whole: Variant = null
# The same for all that begin this conversation at once, so that they begin one.
var _request_id := ""


func _ready() -> void:
	add_to_group("npcgen_npcs")


func _exit_tree() -> void:
	_talk.cancel()


func _process(_delta: float) -> void:
	_talk.max_tokens_per_s = max_tokens_per_s
	_talk.poll()
	for _count: int in range(events_per_frame):
		var next: Event = _talk.take(Time.get_ticks_msec())
		if next == null:
			break
		_deliver(next)
	# Whoever heard it may have left this scene.
	if _turn != null and is_inside_tree():
		_keep_conversation()
		if _talk.is_over():
			_finish()


## The player speaks; the reply comes by signals. For options see core/requests.gd. Example:
## npc.chat("Two silver?", {"max_tokens": 60, "scene": "Rain on the roof."})
func chat(text: String, options := {}) -> void:
	_say("Chat", {"text": text}, options)


## Something happened, and the NPC may react; or, `silent`, just know it from its next turn on.
func notify(stimulus: String, silent := false, options := {}) -> void:
	_say("Notify", {"stimulus": stimulus, "silent": silent}, options)


## The last turn again, with another seed.
func regenerate(options := {}) -> void:
	_say("Regenerate", {}, options)


## Computes the prompt before the player speaks: call it when the player comes near.
func warmup() -> void:
	if conversation_id != "":
		_ask("Warmup", {})
		return
	var asked: UnaryCall = _server().ask(Turn.START, _beginning())
	asked.done.connect(_on_begun)


## Ends the reply under way. With `heard_chars` the NPC remembers only what the player heard of it,
## in code points; -1 for all that came.
func cancel(heard_chars := -1) -> void:
	if conversation_id != "":
		_ask("Cancel", {} if heard_chars < 0 else {"heard_chars": heard_chars})
	else:
		_talk.cancel()


## What the game did with an action; the NPC knows it from its next turn on.
func acknowledge(action_id: String, ok: bool, detail := "") -> void:
	_ask("AcknowledgeAction", {"action_id": action_id, "ok": ok, "detail": detail})


## Files a player's report of the last turn: UNSAFE, UNTRUE, OUT_OF_CHARACTER, REPETITION or OTHER.
func report(reason: String, comment := "") -> void:
	var fields := {"turn_id": _talk.turn_id, "reason": "REPORT_REASON_" + reason}
	fields["comment"] = comment
	_ask("ReportTurn", fields, 0)


## Forgets the talk; the next line begins another.
func end_conversation() -> void:
	_talk.cancel()
	if conversation_id != "":
		_ask("DeleteConversation", {})
		conversation_id = ""
	_request_id = ""


## Whether a reply is under way.
func is_speaking() -> bool:
	return _turn != null


## Holds delivery back while a frame is heavy; what comes meanwhile waits.
func pause() -> void:
	_talk.paused = true


## Delivers again.
func resume() -> void:
	_talk.paused = false


func _say(verb: String, fields: Dictionary, options: Dictionary) -> void:
	var unknown: String = Requests.unknown_option(options)
	if unknown != "":
		failed.emit(Failures.invalid(unknown, "there is no such option; see core/requests.gd."))
		return
	if _turn != null:
		failed.emit(Failures.busy())
		return
	var request: Dictionary = Requests.reply(fields, options)
	_turn = Turn.new()
	_turn.start(
		_server().url, _server().key, _beginning(), conversation_id, verb, request, timeout_ms
	)
	_talk.fallback_lines = fallback_lines
	_talk.begin(_turn)
	_whole = null


func _deliver(next: Event) -> void:
	var body: Variant = next.body
	event.emit(next)
	match next.kind:
		"text_delta":
			text_delta.emit(body.text)
		"sentence":
			sentence.emit(body.text)
		"action":
			action.emit(body.name, body.arguments(), body.action_id)
		"emotion":
			emotion_changed.emit(body.label, body.intensity)
		"relationship":
			relationship_changed.emit(body.axis, body.new_value, body.why)
		"completed":
			_whole = body.text


## What a turn ends with, once it is over: the game may speak again from here.
func _finish() -> void:
	_turn = null
	if _talk.failure != null:
		failed.emit(_talk.failure)
	if _whole != null:
		completed.emit(_whole)


func _keep_conversation() -> void:
	if _turn.conversation_id == conversation_id:
		return
	var is_first := conversation_id == ""
	conversation_id = _turn.conversation_id
	if is_first and fallback_lines.is_empty():
		var fields := {"id": persona_id}
		var asked: UnaryCall = _server().ask("npcgen.v1.PersonaService/GetPersona", fields)
		asked.done.connect(_on_persona)


func _on_persona(answer: Variant, _failure: Failure) -> void:
	if answer != null and fallback_lines.is_empty():
		fallback_lines = PackedStringArray(answer["persona"].get("fallbackLines", []))


func _on_begun(answer: Variant, failure: Failure) -> void:
	if failure != null:
		failed.emit(failure)
		return
	conversation_id = answer["conversation"]["id"]
	_ask("Warmup", {})


func _ask(verb: String, fields: Dictionary, retries := 3) -> void:
	var request: Dictionary = Requests.camel(fields)
	request["conversationId"] = conversation_id
	var asked: UnaryCall = _server().ask(SERVICE + verb, request, retries)
	asked.done.connect(_on_asked)


func _on_asked(_answer: Variant, failure: Failure) -> void:
	if failure != null:
		failed.emit(failure)


func _beginning() -> Dictionary:
	if _request_id == "":
		_request_id = "%d-%.6f" % [get_instance_id(), Time.get_unix_time_from_system()]
	return {
		"personaId": persona_id,
		"player": {"id": player_id, "name": player_name},
		"scene": scene,
		"requestId": _request_id,
	}


func _server() -> Variant:
	return get_node("/root/NpcGen")
