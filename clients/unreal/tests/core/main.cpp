#include "expect.h"

int main() {
    return expect::run_all();
}
