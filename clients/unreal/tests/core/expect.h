// A test is a function; TEST registers it, EXPECT and EXPECT_EQ say what holds.
#pragma once

#include <cstdio>
#include <iostream>
#include <vector>

namespace expect {

struct Test {
    const char* name;
    void (*body)();
};

inline std::vector<Test>& tests() {
    static std::vector<Test> all;
    return all;
}

inline int failures = 0;

inline int run_all() {
    for (const Test& test : tests()) {
        const int before = failures;
        test.body();
        std::printf("%s %s\n", failures == before ? "ok" : "FAILED", test.name);
    }
    return failures == 0 ? 0 : 1;
}

template <class Left, class Right>
void equal(const Left& left, const Right& right, const char* file, int line) {
    if (!(left == right)) {
        ++failures;
        std::cout << file << ':' << line << ": " << left << " isn't " << right << '\n';
    }
}

}  // namespace expect

#define TEST(name)                                                                       \
    static void name();                                                                  \
    static const int name##_place = (expect::tests().push_back({#name, name}), 0);       \
    static void name()

#define EXPECT_EQ(left, right) expect::equal(left, right, __FILE__, __LINE__)
#define EXPECT(condition) expect::equal(static_cast<bool>(condition), true, __FILE__, __LINE__)
