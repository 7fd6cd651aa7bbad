@tool
extends RefCounted
## Cuts a Connect stream into messages, whatever pieces its bytes arrive in. Knows no JSON.
##
## Each message has a head of 5 bytes: flags, and its length as a big-endian uint32.

const MAX_MESSAGE_BYTES := 4 * 1024 * 1024
const END := 2
const HEAD_BYTES := 5

## Flags of the message that [method next] gave last: 0, or END for the stream's last.
var flags := 0

var _buffer := PackedByteArray()
var _read := 0


## A message with its head, to send.
static func packed(message: PackedByteArray) -> PackedByteArray:
	var size := message.size()
	var bytes := PackedByteArray(
		[0, (size >> 24) & 0xFF, (size >> 16) & 0xFF, (size >> 8) & 0xFF, size & 0xFF]
	)
	bytes.append_array(message)
	return bytes


## Takes bytes as they came.
func push(bytes: PackedByteArray) -> void:
	if is_at_end():
		_buffer = bytes
	else:
		if _read > 0:
			_buffer = _buffer.slice(_read, _buffer.size())
		_buffer.append_array(bytes)
	_read = 0


## Whether the head of the next message is there.
func has_head() -> bool:
	return _buffer.size() - _read >= HEAD_BYTES


## Bytes of the next message; only where it [method has_head].
func next_size() -> int:
	return (
		(_buffer[_read + 1] << 24)
		| (_buffer[_read + 2] << 16)
		| (_buffer[_read + 3] << 8)
		| _buffer[_read + 4]
	)


## Whether the next message is there as a whole.
func has_next() -> bool:
	return has_head() and _buffer.size() - _read >= HEAD_BYTES + next_size()


## The next message, without its head; only where it [method has_next].
func next() -> PackedByteArray:
	var from := _read + HEAD_BYTES
	var to := from + next_size()
	flags = _buffer[_read]
	_read = to
	return _buffer.slice(from, to)


## Whether the stream may end here: nothing of a further message has come.
func is_at_end() -> bool:
	return _read == _buffer.size()
