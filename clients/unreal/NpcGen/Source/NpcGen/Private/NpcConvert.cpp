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

FNpcQuest Quest(const npcgen::Quest& From)
{
    FNpcQuest To;
    To.Id = FromUtf8(From.id);
    To.World = FromUtf8(From.world);
    To.Giver = FromUtf8(From.giver);
    To.Motive = FromUtf8(From.motive);
    To.Title = FromUtf8(From.title);
    for (const auto& [Key, Text] : From.lines)
    {
        To.Lines.Add(FromUtf8(Key), FromUtf8(Text));
    }
    To.Json = FromUtf8(From.json);
    return To;
}

FNpcQuestUpdate QuestUpdate(const npcgen::QuestUpdate& From)
{
    FNpcQuestUpdate To;
    for (const npcgen::QuestState& Each : From.states)
    {
        FNpcQuestState State;
        State.QuestId = FromUtf8(Each.quest_id);
        State.Status = FromUtf8(Each.status);
        State.Giver = FromUtf8(Each.giver);
        State.BranchId = FromUtf8(Each.branch_id);
        State.OutcomeId = FromUtf8(Each.outcome_id);
        State.bStuck = Each.stuck;
        State.Journal = Texts(Each.journal);
        for (const npcgen::QuestObjective& Objective : Each.objectives)
        {
            FNpcQuestObjective Step;
            Step.BranchId = FromUtf8(Objective.branch_id);
            Step.StepId = FromUtf8(Objective.step_id);
            Step.Status = FromUtf8(Objective.status);
            State.Objectives.Add(MoveTemp(Step));
        }
        To.States.Add(MoveTemp(State));
    }
    To.Effects = Texts(From.effects);
    To.KnownLineKeys = Texts(From.known_line_keys);
    return To;
}

TArray<FString> Texts(const std::vector<std::string>& From)
{
    TArray<FString> To;
    for (const std::string& Text : From)
    {
        To.Add(FromUtf8(Text));
    }
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
