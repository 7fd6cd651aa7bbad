#include "NpcConvert.h"

namespace NpcConvert
{
namespace
{
npcgen::GameState State(const FNpcGameState& From)
{
    npcgen::GameState To;
    To.place = ToUtf8(From.Place);
    for (const TPair<FString, int32>& Quest : From.Quests)
    {
        To.quests[ToUtf8(Quest.Key)] = static_cast<uint32>(Quest.Value);
    }
    To.items = Texts(From.Items);
    To.flags = Texts(From.Flags);
    To.play_id = ToUtf8(From.PlayId);
    return To;
}

std::vector<npcgen::Thing> Things(const TArray<FNpcThing>& From)
{
    std::vector<npcgen::Thing> To;
    for (const FNpcThing& Thing : From)
    {
        To.push_back({ToUtf8(Thing.Id), ToUtf8(Thing.Name), ToUtf8(Thing.Kind)});
    }
    return To;
}
}

FNpcFailure Failure(const npcgen::Failure& From)
{
    FNpcFailure To;
    To.Code = FromUtf8(From.code);
    To.Reason = FromUtf8(From.reason);
    To.Message = FromUtf8(From.message);
    To.Hint = FromUtf8(From.hint);
    To.Field = FromUtf8(From.field);
    To.RetryAfterMs = static_cast<int32>(From.retry_after_ms);
    return To;
}

FNpcSentence Sentence(const npcgen::Sentence& From)
{
    FNpcSentence To;
    To.Text = FromUtf8(From.text);
    To.Start = static_cast<int32>(From.start);
    To.End = static_cast<int32>(From.end);
    return To;
}

FNpcAction Action(const npcgen::Event& Event, const npcgen::ActionChosen& From)
{
    FNpcAction To;
    To.ActionId = FromUtf8(From.action_id);
    To.TurnId = FromUtf8(Event.turn_id);
    To.Name = FromUtf8(From.name);
    To.ArgumentsJson = FromUtf8(From.arguments_json);
    return To;
}

FNpcReply Reply(const npcgen::Event& Event, const npcgen::Completed& From)
{
    FNpcReply To;
    To.TurnId = FromUtf8(Event.turn_id);
    To.Text = FromUtf8(From.text);
    // NOTE: both enums have the proto's order.
    To.FinishReason = static_cast<ENpcFinishReason>(From.finish_reason);
    To.FallbackReason = FromUtf8(From.fallback_reason);
    To.CompletionTokens = static_cast<int32>(From.usage.completion_tokens);
    To.TtftMs = From.timings.ttft_ms;
    To.TotalMs = From.timings.total_ms;
    return To;
}

npcgen::ReplyOptions Options(const FNpcReplyOptions& From)
{
    npcgen::ReplyOptions To;
    if (From.bSetScene)
    {
        To.scene = ToUtf8(From.Scene);
    }
    // NOTE: what is out of range goes to the server, which says so.
    To.max_tokens = static_cast<uint32>(From.MaxTokens);
    To.timeout_ms = static_cast<uint32>(From.TimeoutMs);
    To.max_tokens_per_s = From.MaxTokensPerS;
    if (From.bSetSeed)
    {
        To.seed = static_cast<uint32>(From.Seed);
    }
    if (From.bSetState)
    {
        To.state = State(From.State);
    }
    for (const FNpcActionDeclaration& Action : From.Actions)
    {
        To.actions.push_back(
            {ToUtf8(Action.Name), ToUtf8(Action.Description), ToUtf8(Action.SchemaJson), Texts(Action.When)});
    }
    To.objects = Things(From.Objects);
    To.characters = Things(From.Characters);
    return To;
}

std::vector<std::string> Texts(const TArray<FString>& From)
{
    std::vector<std::string> To;
    for (const FString& Text : From)
    {
        To.push_back(ToUtf8(Text));
    }
    return To;
}
}
