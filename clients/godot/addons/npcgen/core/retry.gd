@tool
extends RefCounted
## When a unary call that failed is sent again: only where that is safe, and later each time.

const Failure := preload("failure.gd")
const Reasons := preload("reasons.gd")

const FIRST_PAUSE_MS := 250
const MAX_PAUSE_MS := 8000


## Milliseconds to wait before attempt `attempt` (the first repetition is 1); -1 where it is not
## sent again. `jitter` is 0..1, drawn for each pause.
static func pause_ms(failure: Failure, attempt: int, attempts: int, jitter: float) -> int:
	if attempt > attempts or not Reasons.may_retry(failure.reason):
		return -1
	var longest := mini(FIRST_PAUSE_MS << mini(attempt, 5), MAX_PAUSE_MS)
	return maxi(failure.retry_after_ms, int(longest * (0.5 + 0.5 * jitter)))
