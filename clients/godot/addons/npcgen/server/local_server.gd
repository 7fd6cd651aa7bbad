extends RefCounted
## A server beside the game: started on free ports, waited for, started once more if it dies, and
## ended with the game, even one that crashed. Desktops only: web and mobile games need one
## elsewhere.
##
## The server writes its ports to a file of ours, ends when that file is gone, and watches the
## game's process. [method poll] it once a frame.

## It speaks, and `url` is set; or `failure` says why it won't. Emitted again after a restart.
signal ready(failure: RefCounted)

enum State { OFF, STARTING, LOADING, READY, STOPPED }

const Failures := preload("../core/failures.gd")
const JsonText := preload("../core/json_text.gd")
const UnaryCall := preload("../transport/unary_call.gd")

const INFO := "npcgen.v1.ModelService/GetServerInfo"
const LOADED := "MODEL_STATE_LOADED"
const FAILED := "MODEL_STATE_FAILED"
const _RESTARTS := 1
const _POLL_MS := 250
const _LOG_CHARS := 1000

var state: int = State.OFF
## Of the server's HTTP port; empty until it is open.
var url := ""
## Of the process; -1 without one.
var pid := -1

var _command := []
var _flags := []
var _ports_file := ""
var _restarts := 0
var _next_poll_ms := 0
var _asked: UnaryCall = null


## Whether this platform can start a server at all: desktops can.
static func can_start() -> bool:
	return OS.has_feature("pc")


## `command` is the program and what stands before "serve", such as ["npcgen"] or
## ["python", "-m", "npcgen"]; `flags` are those of `npcgen serve`.
func start(command: Array, flags: Array) -> void:
	_command = command
	_flags = flags
	_restarts = 0
	_launch()


## Goes on as far as that works without waiting; once a frame.
func poll() -> void:
	if state == State.OFF or state == State.STOPPED:
		return
	if _asked != null:
		_asked.poll()
	if Time.get_ticks_msec() < _next_poll_ms:
		return
	_next_poll_ms = Time.get_ticks_msec() + _POLL_MS
	if pid < 0 or not OS.is_process_running(pid):
		_died()
	elif state == State.STARTING:
		_read_ports()
	elif state == State.LOADING:
		_ask_for_model()


## Ends the server. One that has said its ports ends by itself, once it has tidied up.
func stop() -> void:
	if state == State.OFF:
		return
	if state == State.STARTING and pid > 0:
		OS.kill(pid)
	_remove(_ports_file)
	_remove(_ports_file + ".log")
	state = State.OFF
	pid = -1
	url = ""


func _launch() -> void:
	var mine := [OS.get_user_data_dir(), OS.get_process_id(), Time.get_ticks_usec()]
	_ports_file = "%s/npcgen-%d-%d.json" % mine
	var words := _command + ["serve", "--grpc-port", "0", "--http-port", "0"]
	words += ["--announce-to", _ports_file, "--stop-with-process", OS.get_process_id()] + _flags
	var arguments := PackedStringArray()
	for at: int in range(1, words.size()):
		arguments.append(str(words[at]))
	state = State.STARTING
	pid = OS.create_process(str(words[0]), arguments)


func _read_ports() -> void:
	if not FileAccess.file_exists(_ports_file):
		return
	var ports: Variant = JsonText.read(_text_of(_ports_file).to_utf8_buffer())
	if ports == null:
		return
	url = str(ports["http"])
	state = State.LOADING


func _ask_for_model() -> void:
	if _asked == null:
		_asked = UnaryCall.new()
		_asked.start(url, INFO, {}, "", 5000)
		return
	if not _asked.is_over():
		return
	var answer: Variant = _asked.answer
	_asked = null
	if answer == null:
		return
	var model: Dictionary = answer.get("model", {})
	match str(model.get("state", "")):
		LOADED:
			state = State.READY
			ready.emit(null)
		FAILED:
			_give_up("The server couldn't load its model.")


func _died() -> void:
	if _restarts < _RESTARTS:
		_restarts += 1
		_remove(_ports_file)
		_asked = null
		_launch()
	else:
		_give_up("The server ended twice.")


func _give_up(what: String) -> void:
	var log_tail := ""
	if FileAccess.file_exists(_ports_file + ".log"):
		log_tail = " Its log ends: " + _end_of(_text_of(_ports_file + ".log"))
	stop()
	state = State.STOPPED
	ready.emit(Failures.own("SERVER_STOPPED", what + log_tail))


func _end_of(text: String) -> String:
	return text.substr(maxi(0, text.length() - _LOG_CHARS))


func _text_of(path: String) -> String:
	var file := FileAccess.open(path, FileAccess.READ)
	if file == null:
		return ""
	var text := file.get_as_text()
	file.close()
	return text


func _remove(path: String) -> void:
	if FileAccess.file_exists(path):
		DirAccess.remove_absolute(path)
