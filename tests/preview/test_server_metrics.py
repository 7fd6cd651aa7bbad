"""What the page /server reads out of the server's metrics, without a browser."""

from math import inf

from npcgen.preview.pages.server.metrics import Histogram, duration_told, read

TEXT = """\
# TYPE npcgen_ttft_seconds histogram
npcgen_ttft_seconds_bucket{le="0.1",model="pocket"} 3.0
npcgen_ttft_seconds_bucket{le="1.0",model="pocket"} 4.0
npcgen_ttft_seconds_bucket{le="+Inf",model="pocket"} 5.0
npcgen_ttft_seconds_count{model="pocket"} 5.0
npcgen_ttft_seconds_sum{model="pocket"} 9.0
npcgen_ttft_seconds_bucket{le="0.1",model="twin"} 1.0
npcgen_ttft_seconds_bucket{le="1.0",model="twin"} 1.0
npcgen_ttft_seconds_bucket{le="+Inf",model="twin"} 1.0
# TYPE npcgen_call_seconds histogram
npcgen_call_seconds_bucket{le="+Inf",path="/npcgen.v1.DialogueService/Chat",transport="grpc"} 2.0
npcgen_call_seconds_bucket{le="+Inf",path="/npcgen.v1.DialogueService/Chat",transport="web"} 1.0
# TYPE npcgen_calls_total counter
npcgen_calls_total{code="OK",path="/npcgen.v1.DialogueService/Chat",transport="grpc"} 1.0
npcgen_calls_total{code="CANCELLED",path="/npcgen.v1.DialogueService/Chat",transport="grpc"} 2.0
# TYPE process_resident_memory_bytes gauge
process_resident_memory_bytes 1048576.0
"""


def test_buckets_are_counted_apart_and_over_all_models() -> None:
    assert read(TEXT).ttft_s == Histogram((0.1, 1.0, inf), (4, 1, 1))


def test_a_share_is_told_by_the_bound_it_stays_under() -> None:
    histogram = Histogram((0.1, 1.0, inf), (4, 1, 1))

    assert [histogram.bound_of(share) for share in (0.5, 0.8, 0.95)] == [0.1, 1.0, inf]
    assert Histogram().bound_of(0.5) == 0.0


def test_calls_are_put_together_by_method_whatever_came_by() -> None:
    (chat,) = read(TEXT).methods

    assert (chat.name, chat.count, chat.failed) == ("DialogueService/Chat", 3, 2)


def test_what_the_server_does_not_measure_is_zero() -> None:
    assert read(TEXT).memory_bytes == 1024 * 1024
    assert read("").methods == ()


def test_durations_are_told_in_the_unit_that_fits() -> None:
    told = [duration_told(each) for each in (0.01, 0.25, 2.5, inf)]

    assert told == ["10 ms", "250 ms", "2.5 s", "longer"]
