extends "checks.gd"
## The core by itself: envelopes in any cut, events, failures, retries and the talk's states.

const Bodies := preload("../addons/npcgen/core/bodies.gd")
const Envelope := preload("../addons/npcgen/core/envelope.gd")
const ErrorDetails := preload("../addons/npcgen/core/error_details.gd")
const Event := preload("../addons/npcgen/core/event.gd")
const Failures := preload("../addons/npcgen/core/failures.gd")
const JsonText := preload("../addons/npcgen/core/json_text.gd")
const Reasons := preload("../addons/npcgen/core/reasons.gd")
const Requests := preload("../addons/npcgen/core/requests.gd")
const Retry := preload("../addons/npcgen/core/retry.gd")
const Talk := preload("../addons/npcgen/core/talk.gd")
const Address := preload("../addons/npcgen/transport/address.gd")

var _last_text := ""


## A stream that has all its events at once, and then ends as it is told.
class Scripted:
	extends RefCounted
	var events := []
	var why: RefCounted = null

	func poll() -> void:
		pass

	func take() -> RefCounted:
		return events.pop_front()

	func is_over() -> bool:
		return events.is_empty()

	func failure() -> RefCounted:
		return why

	func cancel() -> void:
		events.clear()


func test_messages_come_out_whole_whatever_pieces_they_come_in() -> void:
	var said := ["{}", '{"text":"Grüße, 🌉"}', '{"a":[1,2]}']
	var stream := PackedByteArray()
	for text: String in said:
		stream.append_array(Envelope.packed(text.to_utf8_buffer()))
	for size: int in range(1, stream.size() + 1):
		var envelope := Envelope.new()
		var got := []
		for at: int in range(0, stream.size(), size):
			envelope.push(stream.slice(at, mini(at + size, stream.size())))
			while envelope.has_next():
				got.append(envelope.next().get_string_from_utf8())
		equal(got, said, "in pieces of %d bytes" % size)
		equal(envelope.is_at_end(), true, "the end in pieces of %d bytes" % size)


func test_a_message_that_is_no_object_or_no_utf_8_reads_as_null() -> void:
	equal(JsonText.read("[1]".to_utf8_buffer()), null, "a list")
	equal(JsonText.read("{".to_utf8_buffer()), null, "half an object")
	equal(JsonText.read(PackedByteArray([123, 34, 195, 34, 125])), null, "half a character")
	equal(JsonText.read('{"a":"\\ud83c\\udf09"}'.to_utf8_buffer())["a"], "🌉", "surrogates")


func test_events_are_typed_and_unknown_kinds_are_handed_on() -> void:
	var event := Event.new()
	equal(event.read({"sequence": 3.0, "sentence": {"text": "Hm.", "end": 3.0}}), true, "reads")
	equal([event.kind, event.sequence, event.body.end], ["sentence", 3, 3], "a sentence")
	var later := Event.new()
	equal(later.read({"gesture": {"name": "nod"}}), true, "reads what is new")
	equal(
		[later.kind, later.body.wire_name, later.body.json],
		["unknown", "gesture", {"name": "nod"}],
		"new"
	)
	equal(Event.new().read({"textDelta": {"text": 5.0}}), false, "a number for a text")
	equal(Event.new().read({"textDelta": "Hm."}), false, "a text for a body")


func test_a_finish_reason_of_a_newer_server_reads_as_none() -> void:
	var completed := Bodies.Completed.new()
	completed.read({"text": "Hm.", "finishReason": "FINISH_REASON_BORED"})
	equal(completed.to_json(), {"text": "Hm."}, "completed")


func test_details_of_an_error_are_read_from_their_bytes() -> void:
	var violation := "CisKBHRleHQSI2lzIGVtcHR5OyBzZW5kIHdoYXQgdGhlIHBsYXllciBzYXlz"
	var details := [
		{"type": "google.rpc.ErrorInfo", "value": "CgpFTVBUWV9URVhUEgpucGNnZW4uZGV2"},
		{"type": "google.rpc.BadRequest", "value": violation},
		{"type": "google.rpc.RetryInfo", "value": "CggIAhCAyrXuAQ"},
		{"type": "google.rpc.ErrorInfo2", "value": "damaged"},
	]
	var failure := Failures.from_connect({"code": "invalid_argument", "details": details})
	equal(
		[failure.reason, failure.field, failure.retry_after_ms],
		["EMPTY_TEXT", "text", 2500],
		"details"
	)
	equal(Failures.from_connect({"code": "unavailable"}).reason, "UNAVAILABLE", "no details")
	equal(ErrorDetails.fields_of(PackedByteArray([10, 200, 1])), [], "cut off")
	equal(ErrorDetails.fields_of(PackedByteArray([255, 255])), [], "no end")


func test_only_what_helps_is_sent_again_and_later_each_time() -> void:
	var refused := Failures.own("SERVER_UNREACHABLE", "")
	equal(Retry.pause_ms(refused, 1, 3, 1.0), 500, "first pause")
	equal(Retry.pause_ms(refused, 2, 3, 0.0), 500, "shortest second pause")
	equal(Retry.pause_ms(refused, 4, 3, 0.0), -1, "no attempt left")
	equal(Retry.pause_ms(Failures.own("BAD_MESSAGE", ""), 1, 3, 0.0), -1, "no use")
	refused.retry_after_ms = 5000
	equal(Retry.pause_ms(refused, 1, 3, 1.0), 5000, "as long as the server asks")


func test_options_become_the_request_that_the_wire_takes() -> void:
	var give := {"name": "give", "schema": {"type": "object"}}
	var options := {
		"max_tokens": 9, "top_k": 5, "scene": "Rain.", "actions": [give], "max_actions": 2
	}
	options["state"] = {"play_id": "p"}
	var action := {"name": "give", "schemaJson": '{"type":"object"}'}
	var request := Requests.reply({"text": "Hm."}, options)
	equal(request["limits"], {"maxTokens": 9}, "limits")
	equal(request["sampling"], {"topK": 5}, "sampling")
	equal(request["actions"], [action], "actions")
	equal([request["scene"], request["maxActions"]], ["Rain.", 2], "others")
	equal(request["state"], {"playId": "p"}, "state")
	equal(Requests.unknown_option({"max_token": 9}), "max_token", "a misspelt option")


func test_addresses_are_read_and_refused() -> void:
	var address := Address.new()
	equal(address.read("https://npc.example/base/"), true, "https")
	equal(
		[address.host, address.port, address.tls, address.path],
		["npc.example", 443, true, "/base"],
		"parts"
	)
	equal(address.read("http://[::1]:8080"), true, "IPv6")
	equal([address.host, address.port, address.path], ["::1", 8080, ""], "parts of IPv6")
	for url: String in ["127.0.0.1:8080", "ftp://a", "http://", "http://a:0", "http://a:x"]:
		equal(address.read(url), false, url)


func test_a_talk_that_fails_before_its_first_word_says_authored_lines_in_turn() -> void:
	var talk := Talk.new()
	talk.fallback_lines = PackedStringArray(["Later.", "Not now."])
	for line: String in ["Later.", "Not now.", "Later."]:
		var stream := Scripted.new()
		stream.why = Failures.own("SERVER_UNREACHABLE", "")
		talk.begin(stream)
		equal(talk.is_over(), false, "it still has a line to say")
		equal(_kinds(talk), ["text_delta", "sentence", "completed"], "kinds")
		equal([talk.is_over(), talk.failure.reason], [true, "SERVER_UNREACHABLE"], "the end")
		equal(_last_text, line, "the line")


func test_a_talk_that_fails_in_a_reply_keeps_what_was_said() -> void:
	var talk := Talk.new()
	talk.fallback_lines = PackedStringArray(["Later."])
	var stream := _stream_of(["Well"])
	stream.why = Failures.own("STREAM_CUT", "")
	talk.begin(stream)
	equal(_kinds(talk), ["text_delta"], "kinds")
	equal([talk.is_over(), talk.failure.reason, talk.state], [true, "STREAM_CUT", 0], "the end")
	equal(_kinds(talk), [], "nothing more")


func test_a_paused_talk_delivers_nothing_and_goes_on_where_it_was() -> void:
	var talk := Talk.new()
	talk.begin(_stream_of(["a", "b"]))
	talk.paused = true
	equal([_kinds(talk), talk.is_over()], [[], false], "paused")
	talk.paused = false
	equal(
		[_kinds(talk), _last_text, talk.is_over()], [["text_delta", "text_delta"], "b", true], "on"
	)


func test_a_talk_delivers_no_faster_than_it_is_told() -> void:
	var talk := Talk.new()
	talk.max_tokens_per_s = 10.0
	talk.begin(_stream_of(["a", "b"]))
	equal(talk.take(0.0).body.text, "a", "at once")
	equal(talk.take(99.0), null, "too early")
	equal(talk.take(100.0).body.text, "b", "in time")


func test_a_cancelled_talk_says_no_authored_line() -> void:
	var talk := Talk.new()
	talk.fallback_lines = PackedStringArray(["Later."])
	var stream := Scripted.new()
	stream.why = Failures.own("CANCELLED", "")
	talk.begin(stream)
	equal([talk.is_over(), _kinds(talk), talk.failure.reason], [true, [], "CANCELLED"], "the end")


func _stream_of(texts: Array) -> Scripted:
	var stream := Scripted.new()
	for text: String in texts:
		var event := Event.new()
		event.read({"textDelta": {"text": text}})
		stream.events.append(event)
	return stream


func _kinds(talk: Talk) -> Array:
	var kinds := []
	var event := talk.take(1e9)
	while event != null:
		kinds.append(event.kind)
		if event.kind == "text_delta":
			_last_text = event.body.text
		event = talk.take(1e9)
	return kinds
