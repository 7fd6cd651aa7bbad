#include "NpcServerLauncher.h"

#include "Misc/Paths.h"
#include "NpcConvert.h"

namespace
{
constexpr float WatchEveryS = 0.1f;
}

void FNpcServerLauncher::Start(const FString& InProgram, const FString& InFlags)
{
    Program = FPaths::IsRelative(InProgram) ? FPaths::Combine(FPaths::ProjectDir(), InProgram) : InProgram;
    Flags = FString(UTF8_TO_TCHAR(npcgen::ServeFlags)) + TEXT(" ") + InFlags;
    if (Run())
    {
        Watching = FTSTicker::GetCoreTicker().AddTicker(
            FTickerDelegate::CreateLambda([this](float) { return Watch(); }), WatchEveryS);
    }
}

bool FNpcServerLauncher::Run()
{
    Launch.started();
    FPlatformProcess::CreatePipe(OutputRead, OutputWrite);
    FPlatformProcess::CreatePipe(InputRead, InputWrite, true);
    Process = FPlatformProcess::CreateProc(
        *Program, *Flags, false, true, true, nullptr, 0, nullptr, OutputWrite, InputRead);
    if (!Process.IsValid())
    {
        Close();
        Launch.fail("the server's program can't be started: " + NpcConvert::ToUtf8(Program));
        return false;
    }
    return true;
}

bool FNpcServerLauncher::Watch()
{
    Launch.read_output(NpcConvert::ToUtf8(FPlatformProcess::ReadPipe(OutputRead)));
    if (FPlatformProcess::IsProcRunning(Process))
    {
        return true;
    }
    Close();
    return Launch.ended() && Run();
}

void FNpcServerLauncher::Stop()
{
    FTSTicker::GetCoreTicker().RemoveTicker(Watching);
    Close();
    Launch.stopped();
}

void FNpcServerLauncher::Close()
{
    FPlatformProcess::ClosePipe(InputRead, InputWrite);
    FPlatformProcess::ClosePipe(OutputRead, OutputWrite);
    InputRead = InputWrite = OutputRead = OutputWrite = nullptr;
    if (Process.IsValid())
    {
        FPlatformProcess::CloseProc(Process);
    }
}
