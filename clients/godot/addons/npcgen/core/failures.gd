@tool
extends RefCounted
## Makes failures: of what a server says, and of what this client finds itself.

const ErrorDetails := preload("error_details.gd")
const Failure := preload("failure.gd")
const Reasons := preload("reasons.gd")


## A failure that this client found; `message` says what happened, with which value.
static func own(reason: String, message: String) -> Failure:
	var failure := Failure.new()
	failure.code = Reasons.CLIENT[reason][0]
	failure.reason = reason
	failure.message = message
	failure.hint = Reasons.hint(reason)
	return failure


## A wrong use of this client, told as the server tells a wrong request.
static func invalid(field: String, message: String) -> Failure:
	var failure := Failure.new()
	failure.code = "invalid_argument"
	failure.reason = "INVALID_ARGUMENT"
	failure.message = "%s: %s" % [field, message]
	failure.field = field
	return failure


## A line for an NPC that still speaks, told as the server would.
static func busy() -> Failure:
	var failure := Failure.new()
	failure.code = "failed_precondition"
	failure.reason = "TURN_IN_PROGRESS"
	failure.message = "This NPC still speaks."
	failure.hint = Reasons.hint(failure.reason)
	return failure


## The failure that a Connect error says.
static func from_connect(error: Dictionary) -> Failure:
	var failure := Failure.new()
	failure.code = str(error.get("code", "unknown"))
	failure.message = str(error.get("message", ""))
	var details: Variant = error.get("details")
	if typeof(details) == TYPE_ARRAY:
		for detail: Variant in details:
			if typeof(detail) == TYPE_DICTIONARY:
				ErrorDetails.apply(failure, detail)
	if not failure.reason:
		failure.reason = failure.code.to_upper()
	failure.hint = Reasons.hint(failure.reason)
	return failure
