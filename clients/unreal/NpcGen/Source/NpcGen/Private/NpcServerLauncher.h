// A server of the game's own: started with it, started again once, ended with it.
#pragma once

#include "Containers/Ticker.h"
#include "Core/Launch.h"
#include "CoreMinimal.h"
#include "HAL/PlatformProcess.h"

class FNpcServerLauncher
{
public:
    ~FNpcServerLauncher() { Stop(); }

    void Start(const FString& Program, const FString& Flags);

    // The server sees its stdin close, ends its replies and then itself.
    void Stop();

    const npcgen::Launch& GetLaunch() const { return Launch; }

private:
    bool Run();
    bool Watch();
    void Close();

    npcgen::Launch Launch;
    FString Program;
    FString Flags;
    FProcHandle Process;
    void* OutputRead = nullptr;
    void* OutputWrite = nullptr;
    void* InputRead = nullptr;
    void* InputWrite = nullptr;
    FTSTicker::FDelegateHandle Watching;
};
