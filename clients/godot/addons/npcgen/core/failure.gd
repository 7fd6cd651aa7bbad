@tool
extends RefCounted
## Why a call failed: the one type of error that this client has.

## As Connect calls it. Example: "not_found".
var code := "unknown"
## Stable, in capitals. Example: "PERSONA_NOT_FOUND".
var reason := ""
## What happened.
var message := ""
## What to do about it; empty where the message says so.
var hint := ""
## When to try again; 0 where that isn't known.
var retry_after_ms := 0
## The request's field that is wrong. Example: "text".
var field := ""


func _to_string() -> String:
	return "%s: %s%s" % [reason if reason else code, message, " " + hint if hint else ""]
