@tool
extends RefCounted
## One call, on a connection of its own, by the engine's HTTPClient. Never blocks: [method poll] it
## once a frame, then [method take] messages. Works in web exports, where the end of a body shows as
## STATUS_DISCONNECTED and its length is never known.

const Address := preload("address.gd")
const Envelope := preload("../core/envelope.gd")
const Failure := preload("../core/failure.gd")
const Failures := preload("../core/failures.gd")
const JsonText := preload("../core/json_text.gd")
const Probe := preload("probe.gd")

const _CHUNK_BYTES := 64 * 1024
## What is read in one frame at most; the rest waits in the system's buffers.
const _FRAME_BYTES := 1024 * 1024
## Messages that wait to be taken; no more is read then, so that the server slows down.
const _MAX_WAITING := 256

## Whether no further message will come. Those that wait can still be taken.
var ended := false
## Why the call failed; null while it runs and after it went well.
var failure: Failure = null
## Of a stream that is one turn: it is whole once `completed` has come.
var is_one_turn := false

var _http := HTTPClient.new()
var _address := Address.new()
var _path := ""
var _request := PackedByteArray()
var _streaming := false
var _headers := PackedStringArray()
var _deadline_ms := 0
var _sent := false
## Of the answer; 0 until its head is there. HTTPClient forgets it when the connection breaks.
var _code := 0
var _probe: Probe = null
var _envelope := Envelope.new()
var _body := PackedByteArray()
var _waiting := []
var _last := {}


## Begins. `method` is such as "npcgen.v1.DialogueService/Chat"; `timeout_ms` of 0 waits for ever.
func start(
	url: String, method: String, request: Dictionary, streaming: bool, key: String, timeout_ms: int
) -> void:
	_streaming = streaming
	_headers = _headers_of(key, timeout_ms)
	_request = JsonText.write(request)
	if streaming:
		_request = Envelope.packed(_request)
	_deadline_ms = Time.get_ticks_msec() + timeout_ms if timeout_ms > 0 else 0
	if not _address.read(url):
		_fail("SERVER_UNREACHABLE", "'%s' is no address such as http://127.0.0.1:8080." % url)
		return
	_path = _address.path + "/" + method
	_http.read_chunk_size = _CHUNK_BYTES
	var tls: TLSOptions = TLSOptions.client() if _address.tls else null
	if _http.connect_to_host(_address.host, _address.port, tls) != OK:
		_fail("SERVER_UNREACHABLE", "Can't reach %s." % _where())


## Goes on as far as that works without waiting. What is there already counts, also where the clock
## ran out meanwhile: a suspended app wakes to a reply that came in time.
func poll() -> void:
	if ended:
		return
	if _probe != null:
		_end_probe()
	elif _waiting.size() < _MAX_WAITING:
		_http.poll()
		_go_on(_http.get_status())
	if not ended and _deadline_ms > 0 and Time.get_ticks_msec() >= _deadline_ms:
		_fail("DEADLINE_EXCEEDED", "%s took longer than its timeout." % _path)


## The next message, or null when none is there yet. Of a unary call, its answer.
func take() -> Variant:
	return _waiting.pop_front()


## Whether a message waits to be taken.
func has_waiting() -> bool:
	return not _waiting.is_empty()


## Ends the call here, and so on the server; what waits is dropped.
func cancel() -> void:
	if not ended or has_waiting():
		abandon("CANCELLED", "%s was cancelled." % _path)


## Ends the call because what came can't be used; what waits is dropped.
func abandon(reason: String, message: String) -> void:
	_waiting.clear()
	_fail(reason, message)


func _headers_of(key: String, timeout_ms: int) -> PackedStringArray:
	var headers := PackedStringArray(["Connect-Protocol-Version: 1", "Content-Type: " + _type()])
	if timeout_ms > 0:
		headers.append("Connect-Timeout-Ms: %d" % timeout_ms)
	if key != "":
		headers.append("Authorization: Bearer " + key)
	return headers


func _type() -> String:
	return "application/connect+json" if _streaming else "application/json"


func _go_on(status: int) -> void:
	match status:
		HTTPClient.STATUS_RESOLVING, HTTPClient.STATUS_CONNECTING, HTTPClient.STATUS_REQUESTING:
			pass
		HTTPClient.STATUS_BODY:
			_receive()
		HTTPClient.STATUS_CONNECTED:
			if _sent:
				_end_of_body()
			else:
				_send()
		HTTPClient.STATUS_TLS_HANDSHAKE_ERROR:
			_fail("TLS_UNTRUSTED", "%s has no certificate that is trusted here." % _where())
		_:
			_disconnected()


func _send() -> void:
	_sent = true
	if _http.request_raw(HTTPClient.METHOD_POST, _path, _headers, _request) != OK:
		_fail("SERVER_UNREACHABLE", "%s closed the connection." % _where())


func _receive() -> void:
	if _code == 0:
		_read_head()
	var room := _FRAME_BYTES
	while room > 0 and not ended and _http.get_status() == HTTPClient.STATUS_BODY:
		var chunk := _http.read_response_body_chunk()
		if chunk.is_empty():
			break
		room -= chunk.size()
		_take_in(chunk)
	if not ended and _http.get_status() != HTTPClient.STATUS_BODY:
		_end_of_body()


## Refuses an answer that isn't npcgen's as soon as its head is there: its body may never end.
func _read_head() -> void:
	_code = _http.get_response_code()
	var type := ""
	for header: String in _http.get_response_headers():
		if header.to_lower().begins_with("content-type:"):
			type = header.substr(13).to_lower().split(";")[0].strip_edges()
	if type != (_type() if _code == 200 else "application/json"):
		_not_npcgen()
	elif _http.get_response_body_length() > Envelope.MAX_MESSAGE_BYTES and not _streaming:
		_too_large(_http.get_response_body_length())


func _take_in(chunk: PackedByteArray) -> void:
	if not _streaming or _code != 200:
		_body.append_array(chunk)
		if _body.size() > Envelope.MAX_MESSAGE_BYTES:
			_too_large(_body.size())
		return
	_envelope.push(chunk)
	while not ended and _envelope.has_head():
		if _envelope.next_size() > Envelope.MAX_MESSAGE_BYTES:
			_too_large(_envelope.next_size())
		elif not _envelope.has_next():
			break
		else:
			_take_message(_envelope.next())


func _take_message(bytes: PackedByteArray) -> void:
	var flags := _envelope.flags
	var message: Variant = null
	if flags == 0 or flags == Envelope.END:
		message = JsonText.read(bytes)
	if message == null:
		_fail("BAD_MESSAGE", "%s sent a message that is no JSON object." % _where())
	elif flags == 0:
		_last = message
		_waiting.append(message)
	elif typeof(message.get("error")) == TYPE_DICTIONARY:
		_end(Failures.from_connect(message["error"]))
	else:
		_end(null)


func _end_of_body() -> void:
	if _code == 0:
		_read_head()
	if ended:
		return
	if _code != 200:
		_end_of_refusal()
	elif not _streaming:
		_end_of_answer()
	elif is_one_turn and _envelope.is_at_end() and _has_completed(_last):
		_end(null)
	else:
		_fail("STREAM_CUT", "%s ended the stream before its last message." % _where())


func _end_of_answer() -> void:
	var answer: Variant = JsonText.read(_body)
	if answer != null:
		_waiting.append(answer)
		_end(null)
	elif _http.get_status() == HTTPClient.STATUS_CONNECTED:
		_fail("BAD_MESSAGE", "%s answered with no JSON object." % _where())
	else:
		_fail("STREAM_CUT", "%s closed the connection in its answer." % _where())


func _end_of_refusal() -> void:
	var error: Variant = JsonText.read(_body)
	if error != null and typeof(error.get("code")) == TYPE_STRING:
		_end(Failures.from_connect(error))
	else:
		_not_npcgen()


func _disconnected() -> void:
	if _code != 0 or _http.has_response():
		_end_of_body()
	elif _sent and not _address.tls and Probe.can_probe(_address.host):
		_probe = Probe.new()
		_probe.start(_address.host, _address.port)
	else:
		_fail("SERVER_UNREACHABLE", "Can't reach %s." % _where())


func _end_probe() -> void:
	if not _probe.is_over():
		return
	if _probe.is_other():
		_fail("NOT_NPCGEN", "%s answers, but not with HTTP." % _where())
	else:
		_fail("SERVER_UNREACHABLE", "%s closed the connection before it answered." % _where())


func _has_completed(message: Dictionary) -> bool:
	var event: Variant = message.get("event")
	return typeof(event) == TYPE_DICTIONARY and event.has("completed")


func _not_npcgen() -> void:
	_fail("NOT_NPCGEN", "%s answered with HTTP %d and no npcgen message." % [_where(), _code])


func _too_large(size: int) -> void:
	var limit := Envelope.MAX_MESSAGE_BYTES
	_fail("MESSAGE_TOO_LARGE", "A message of %d bytes; at most %d are taken." % [size, limit])


func _fail(reason: String, message: String) -> void:
	_end(Failures.own(reason, message))


func _end(why: Failure) -> void:
	failure = why
	ended = true
	_http.close()


func _where() -> String:
	return "%s:%d" % [_address.host, _address.port]
