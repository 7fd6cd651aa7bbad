@tool
extends RefCounted
## What each kind of event carries, typed. Names and units are those of npcgen/v1/dialogue.proto.

const Body := preload("body.gd")

## Why a reply ended; whatever a newer server says beside these reads as "".
const FINISH_REASONS := [
	"FINISH_REASON_STOP",
	"FINISH_REASON_LENGTH",
	"FINISH_REASON_CANCELLED",
	"FINISH_REASON_DEADLINE",
	"FINISH_REASON_FALLBACK",
	"FINISH_REASON_GUARDRAIL",
]
const GROUP_ENDS := [
	"GROUP_END_ANSWERED",
	"GROUP_END_SILENCE",
	"GROUP_END_LIMIT",
	"GROUP_END_LOOP",
	"GROUP_END_CANCELLED",
]


class Started:
	extends Body
	var model := ""
	var seed_used := 0
	var prompt_tokens := 0
	var reused_tokens := 0
	var trimmed_turns := 0
	## What came to the NPC's mind: dictionaries of "kind", "id" and "why".
	var recalled := []

	func _fields() -> Dictionary:
		return {
			"model": "model",
			"seed": "seed_used",
			"promptTokens": "prompt_tokens",
			"reusedTokens": "reused_tokens",
			"trimmedTurns": "trimmed_turns",
			"recalled": "recalled",
		}


class TextDelta:
	extends Body
	var text := ""

	func _fields() -> Dictionary:
		return {"text": "text"}


class Sentence:
	extends Body
	var text := ""
	## Where it begins and ends (exclusive) in the whole reply, in code points.
	var start := 0
	var end := 0

	func _fields() -> Dictionary:
		return {"text": "text", "start": "start", "end": "end"}


class Emotion:
	extends Body
	var label := ""
	## 0..1.
	var intensity := 0.0

	func _fields() -> Dictionary:
		return {"label": "label", "intensity": "intensity"}


class Action:
	extends Body
	var action_id := ""
	var name := ""
	var arguments_json := ""

	func _fields() -> Dictionary:
		return {"actionId": "action_id", "name": "name", "argumentsJson": "arguments_json"}

	## The arguments that the NPC chose, as the declared schema asks.
	func arguments() -> Dictionary:
		var json := JSON.new()
		if json.parse(arguments_json) == OK and typeof(json.data) == TYPE_DICTIONARY:
			return json.data
		return {}


class RelationshipChange:
	extends Body
	var axis := ""
	## Both -1..1.
	var old_value := 0.0
	var new_value := 0.0
	var why := ""

	func _fields() -> Dictionary:
		return {"axis": "axis", "oldValue": "old_value", "newValue": "new_value", "why": "why"}


class Safety:
	extends Body
	var rule := ""
	var category := ""
	var action := ""
	var replaced := false

	func _fields() -> Dictionary:
		return {"rule": "rule", "category": "category", "action": "action", "replaced": "replaced"}


class Usage:
	extends Body
	var prompt_tokens := 0
	var reused_tokens := 0
	var completion_tokens := 0

	func _fields() -> Dictionary:
		return {
			"promptTokens": "prompt_tokens",
			"reusedTokens": "reused_tokens",
			"completionTokens": "completion_tokens",
		}


class Timings:
	extends Body
	var queue_ms := 0.0
	var ttft_ms := 0.0
	var total_ms := 0.0
	var tokens_per_s := 0.0

	func _fields() -> Dictionary:
		return {
			"queueMs": "queue_ms",
			"ttftMs": "ttft_ms",
			"totalMs": "total_ms",
			"tokensPerS": "tokens_per_s",
		}


class Completed:
	extends Body
	var text := ""
	## One of FINISH_REASONS.
	var finish_reason := ""
	var usage := Usage.new()
	var timings := Timings.new()
	var fallback_reason := ""

	func _fields() -> Dictionary:
		return {
			"text": "text",
			"finishReason": "finish_reason",
			"usage": "usage",
			"timings": "timings",
			"fallbackReason": "fallback_reason",
		}

	func read(json: Dictionary) -> bool:
		var is_whole := super(json)
		finish_reason = finish_reason if finish_reason in FINISH_REASONS else ""
		return is_whole


class GroupCompleted:
	extends Body
	var turn_ids := []
	## One of GROUP_ENDS.
	var end := ""

	func _fields() -> Dictionary:
		return {"turnIds": "turn_ids", "end": "end"}

	func read(json: Dictionary) -> bool:
		var is_whole := super(json)
		end = end if end in GROUP_ENDS else ""
		return is_whole


## A kind that is newer than this client: its JSON as it came.
class Unknown:
	extends Body
	var wire_name := ""
	var json := {}

	func _init(name := "") -> void:
		wire_name = name

	func read(given: Dictionary) -> bool:
		json = given
		return true
