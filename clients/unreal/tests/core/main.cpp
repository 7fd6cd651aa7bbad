// One unit, as Unreal builds its modules: the headers are compiled once.
#include "content_test.cpp"
#include "envelope_test.cpp"
#include "fuzz_test.cpp"
#include "generation_test.cpp"
#include "json_test.cpp"
#include "launch_test.cpp"
#include "requests_test.cpp"
#include "retry_test.cpp"
#include "stream_test.cpp"
#include "talk_test.cpp"
#include "expect.h"

int main() {
    return expect::run_all();
}
