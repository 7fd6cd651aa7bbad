@tool
extends RefCounted
## A call with one answer; one that is safe to repeat is sent again where that helps.

## It is over: one of both is null.
signal done(answer: Variant, failure: Failure)

const Failure := preload("../core/failure.gd")
const Failures := preload("../core/failures.gd")
const HttpCall := preload("http_call.gd")
const Retry := preload("../core/retry.gd")

## What the server answered; null while it hasn't, and when the call failed.
var answer: Variant = null
## Why the call failed; null while it runs, and after it went well.
var failure: Failure = null

var _call: HttpCall = null
var _attempt := 0
var _attempts := 0
var _again_at_ms := 0
var _url := ""
var _method := ""
var _request := {}
var _key := ""
var _timeout_ms := 0


## Begins. `retries`: how often it may be sent again; 0 for what isn't idempotent. `timeout_ms` is
## for each attempt.
func start(
	url: String, method: String, request: Dictionary, key := "", timeout_ms := 0, retries := 0
) -> void:
	_url = url
	_method = method
	_request = request
	_key = key
	_timeout_ms = timeout_ms
	_attempts = retries
	_try()


## Goes on as far as that works without waiting; once a frame.
func poll() -> void:
	if is_over():
		return
	if _call == null:
		if Time.get_ticks_msec() >= _again_at_ms:
			_try()
		return
	_call.poll()
	if not _call.ended:
		return
	if _call.failure == null:
		answer = _call.take()
		done.emit(answer, null)
	else:
		_failed(_call.failure)


func is_over() -> bool:
	return answer != null or failure != null


## Ends the call here, and so on the server.
func cancel() -> void:
	if is_over():
		return
	if _call != null:
		_call.cancel()
	failure = Failures.own("CANCELLED", "%s was cancelled." % _method)
	done.emit(null, failure)


func _try() -> void:
	_call = HttpCall.new()
	_call.start(_url, _method, _request, false, _key, _timeout_ms)


func _failed(why: Failure) -> void:
	_attempt += 1
	var pause_ms := Retry.pause_ms(why, _attempt, _attempts, randf())
	if pause_ms < 0:
		failure = why
		done.emit(null, why)
		return
	_call = null
	_again_at_ms = Time.get_ticks_msec() + pause_ms
