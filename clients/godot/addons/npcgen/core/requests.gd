@tool
extends RefCounted
## What a game asks for, as the request that the wire takes. Options are those of the server, named
## as its protos name them; whatever is left out has the server's default.

const LIMITS := ["max_tokens", "timeout_ms", "fallback_line"]
const SAMPLING := [
	"temperature",
	"top_k",
	"top_p",
	"min_p",
	"repeat_penalty",
	"seed",
	"typical_p",
	"repeat_window",
	"frequency_penalty",
	"presence_penalty",
	"dry_multiplier",
	"dry_base",
	"dry_allowed_length",
	"dry_window",
	"xtc_probability",
	"xtc_threshold",
	"mirostat_tau",
	"mirostat_eta",
	"logit_bias",
]
## What the game says about now: `state` is place, quests, items, flags, time and play_id.
const NOW := ["scene", "state"]
## What the NPC may do. Each of `actions` has name, description, schema (a dictionary) and when.
const DOING := ["actions", "objects", "characters", "max_actions"]


## The first of `options` that there isn't; "" where all are known.
static func unknown_option(options: Dictionary) -> String:
	for name: String in options:
		if not (name in LIMITS or name in SAMPLING or name in NOW or name in DOING):
			return name
	return ""


## `fields`, and the options, as JSON names them.
static func reply(fields: Dictionary, options: Dictionary) -> Dictionary:
	var request := camel(fields)
	for name: String in options:
		if name in LIMITS:
			_put(request, "limits", name, options[name])
		elif name in SAMPLING:
			_put(request, "sampling", name, options[name])
		elif name == "actions":
			request["actions"] = _actions(options[name])
		elif name == "state":
			request["state"] = camel(options[name])
		else:
			request[_camel(name)] = options[name]
	return request


## The same fields with names in lowerCamelCase.
static func camel(fields: Dictionary) -> Dictionary:
	var json := {}
	for name: String in fields:
		json[_camel(name)] = fields[name]
	return json


static func _put(request: Dictionary, part: String, name: String, value: Variant) -> void:
	if not request.has(part):
		request[part] = {}
	request[part][_camel(name)] = value


static func _actions(declared: Array) -> Array:
	var actions := []
	for each: Dictionary in declared:
		var action := each.duplicate()
		if action.has("schema"):
			action["schemaJson"] = JSON.stringify(action["schema"])
			action.erase("schema")
		actions.append(action)
	return actions


static func _camel(name: String) -> String:
	var words := name.split("_")
	var joined: String = words[0]
	for at: int in range(1, words.size()):
		joined += words[at].substr(0, 1).to_upper() + words[at].substr(1)
	return joined
