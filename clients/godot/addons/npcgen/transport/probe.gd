@tool
extends RefCounted
## Says whether a port speaks something else than HTTP, where HTTPClient only says that the
## connection broke: gRPC's port in the place of the HTTP port is the commonest mistake.

const _WAIT_MS := 1000
const _SIGN := "HTTP"

var _socket := StreamPeerTCP.new()
var _asked := false
var _until_ms := 0


## Whether `host` can be probed without waiting for a name to be looked up.
static func can_probe(host: String) -> bool:
	return host.is_valid_ip_address() and not OS.has_feature("web")


## Begins.
func start(host: String, port: int) -> void:
	_until_ms = Time.get_ticks_msec() + _WAIT_MS
	_socket.connect_to_host(host, port)


## Whether it is known, or was waited for long enough; once a frame.
func is_over() -> bool:
	_socket.poll()
	var status := _socket.get_status()
	if status == StreamPeerTCP.STATUS_CONNECTED and not _asked:
		_asked = true
		_socket.put_data("GET / HTTP/1.1\r\n\r\n".to_utf8_buffer())
	var is_broken := status == StreamPeerTCP.STATUS_NONE or status == StreamPeerTCP.STATUS_ERROR
	return is_broken or _available() >= _SIGN.length() or Time.get_ticks_msec() >= _until_ms


## Whether it speaks something else; only once it [method is_over].
func is_other() -> bool:
	var there := mini(_available(), _SIGN.length())
	var said: PackedByteArray = _socket.get_data(there)[1] if there > 0 else PackedByteArray()
	_socket.disconnect_from_host()
	return there > 0 and said != _SIGN.substr(0, there).to_utf8_buffer()


func _available() -> int:
	if _socket.get_status() != StreamPeerTCP.STATUS_CONNECTED:
		return 0
	return _socket.get_available_bytes()
