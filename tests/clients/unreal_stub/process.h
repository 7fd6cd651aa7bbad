// What the plugin uses of Unreal's processes, over POSIX.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sstream>

#include "core.h"

struct FProcHandle {
    bool IsValid() const { return pid > 0; }
    pid_t pid = 0;
};

struct FPlatformProcess {
    static void* of(int descriptor) { return reinterpret_cast<void*>(static_cast<std::intptr_t>(descriptor)); }
    static int to(void* pipe) { return static_cast<int>(reinterpret_cast<std::intptr_t>(pipe)); }

    static bool CreatePipe(void*& read_end, void*& write_end, bool = false) {
        int ends[2];
        const bool made = pipe2(ends, O_CLOEXEC) == 0;
        fcntl(ends[0], F_SETFL, O_NONBLOCK);
        read_end = of(ends[0]);
        write_end = of(ends[1]);
        return made;
    }
    static void ClosePipe(void* read_end, void* write_end) {
        if (read_end != nullptr) {
            close(to(read_end));
            close(to(write_end));
        }
    }
    static FString ReadPipe(void* pipe) {
        char bytes[4096];
        const ssize_t size = pipe != nullptr ? read(to(pipe), bytes, sizeof bytes) : 0;
        return size > 0 ? FString(FUTF8ToTCHAR(bytes, static_cast<int32>(size)).Get()) : FString();
    }
    static FProcHandle CreateProc(const TCHAR* program, const TCHAR* flags, bool, bool, bool, uint32*, int32,
                                  const TCHAR*, void* output, void* input = nullptr) {
        std::vector<std::string> words = {stub_utf8(program)};
        std::istringstream all(stub_utf8(flags));
        for (std::string word; all >> word;) {
            words.push_back(word);
        }
        std::vector<char*> arguments;
        for (std::string& word : words) {
            arguments.push_back(word.data());
        }
        arguments.push_back(nullptr);
        FProcHandle handle;
        if (access(words[0].c_str(), X_OK) == 0 && (handle.pid = fork()) == 0) {
            dup2(to(input), 0);
            fcntl(0, F_SETFL, 0);
            dup2(to(output), 1);
            dup2(to(output), 2);
            execv(words[0].c_str(), arguments.data());
            _exit(127);
        }
        return handle;
    }
    static bool IsProcRunning(FProcHandle& process) {
        return process.pid > 0 && waitpid(process.pid, nullptr, WNOHANG) == 0;
    }
    static void CloseProc(FProcHandle& process) { process = {}; }
};
