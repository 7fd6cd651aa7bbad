@tool
extends RefCounted
## One DialogueEvent, typed. A kind that this client doesn't know is `unknown`, never an error.

const Bodies := preload("bodies.gd")
const Body := preload("body.gd")

## started, text_delta, sentence, emotion, action, relationship, safety, completed,
## group_completed, or unknown.
var kind := "unknown"
## Its place in the stream, from 0.
var sequence := 0
var turn_id := ""
var npc_id := ""
## One of the classes of bodies.gd.
var body: Body = null


## Takes over an `event` as it came; false where a field has another type than the proto's.
func read(json: Dictionary) -> bool:
	body = Bodies.Unknown.new()
	for name: String in json:
		var value: Variant = json[name]
		match name:
			"sequence":
				if typeof(value) != TYPE_FLOAT and typeof(value) != TYPE_INT:
					return false
				sequence = int(value)
			"turnId":
				if typeof(value) != TYPE_STRING:
					return false
				turn_id = value
			"npcId":
				if typeof(value) != TYPE_STRING:
					return false
				npc_id = value
			_:
				if not _read_body(name, value):
					return false
	return true


func _read_body(name: String, value: Variant) -> bool:
	_begin_body(name)
	if typeof(value) != TYPE_DICTIONARY:
		return kind == "unknown"
	return body.read(value)


func _begin_body(name: String) -> void:
	match name:
		"textDelta":
			_begin("text_delta", Bodies.TextDelta.new())
		"sentence":
			_begin("sentence", Bodies.Sentence.new())
		"started":
			_begin("started", Bodies.Started.new())
		"emotion":
			_begin("emotion", Bodies.Emotion.new())
		"action":
			_begin("action", Bodies.Action.new())
		"relationship":
			_begin("relationship", Bodies.RelationshipChange.new())
		"safety":
			_begin("safety", Bodies.Safety.new())
		"completed":
			_begin("completed", Bodies.Completed.new())
		"groupCompleted":
			_begin("group_completed", Bodies.GroupCompleted.new())
		_:
			_begin("unknown", Bodies.Unknown.new(name))


func _begin(of_kind: String, with: Body) -> void:
	kind = of_kind
	body = with
