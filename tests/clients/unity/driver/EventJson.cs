namespace Npcgen.Driver
{
    /// <summary>A typed event in the words of the conformance runner.</summary>
    internal static class EventJson
    {
        internal static string Of(DialogueEvent happened)
        {
            var json = new JsonWriter().BeginObject();
            json.Field("kind").Text(happened.Kind).Field("sequence").Number(happened.Sequence);
            json.Field("turn_id").Text(happened.TurnId).Field("npc_id").Text(happened.NpcId);
            json.Field("body").BeginObject();
            Body(json, happened);
            return json.EndObject().EndObject().ToString();
        }

        private static void Body(JsonWriter json, DialogueEvent happened)
        {
            Heard(json, happened as TextDelta);
            Heard(json, happened as Sentence);
            Did(json, happened as ActionChosen);
            Felt(json, happened as EmotionChanged);
            Felt(json, happened as RelationshipChanged);
            Caught(json, happened as SafetyNotice);
            Began(json, happened as Started);
            Whole(json, happened as Completed);
            Whole(json, happened as GroupCompleted);
        }

        private static void Heard(JsonWriter json, TextDelta delta)
        {
            if (delta != null)
            {
                json.Field("text").Text(delta.Text);
            }
        }

        private static void Heard(JsonWriter json, Sentence sentence)
        {
            if (sentence != null)
            {
                json.Field("text").Text(sentence.Text).Field("start").Number(sentence.Start).Field("end").Number(sentence.End);
            }
        }

        private static void Did(JsonWriter json, ActionChosen action)
        {
            if (action != null)
            {
                json.Field("actionId").Text(action.ActionId).Field("name").Text(action.Name);
                json.Field("argumentsJson").Text(action.ArgumentsJson);
            }
        }

        private static void Felt(JsonWriter json, EmotionChanged emotion)
        {
            if (emotion != null)
            {
                json.Field("label").Text(emotion.Label).Field("intensity").Number(emotion.Intensity);
            }
        }

        private static void Felt(JsonWriter json, RelationshipChanged change)
        {
            if (change != null)
            {
                json.Field("axis").Text(change.Axis).Field("oldValue").Number(change.OldValue);
                json.Field("newValue").Number(change.NewValue).Field("why").Text(change.Why);
            }
        }

        private static void Caught(JsonWriter json, SafetyNotice notice)
        {
            if (notice != null)
            {
                json.Field("rule").Text(notice.Rule).Field("category").Text(notice.Category);
                json.Field("action").Text(notice.Action).Field("replaced").Bool(notice.Replaced);
            }
        }

        private static void Began(JsonWriter json, Started started)
        {
            if (started == null)
            {
                return;
            }
            json.Field("model").Text(started.Model).Field("seed").Number(started.Seed);
            json.Field("promptTokens").Number(started.PromptTokens).Field("reusedTokens").Number(started.ReusedTokens);
            json.Field("trimmedTurns").Number(started.TrimmedTurns);
            Recalled(json, started.Recalled);
        }

        private static string Named(string prefix, string value)
        {
            return value == "Unspecified" ? "" : prefix + value.ToUpperInvariant();
        }

        private static void Recalled(JsonWriter json, Recalled[] recalled)
        {
            json.Field("recalled").BeginArray();
            foreach (Recalled each in recalled)
            {
                json.BeginObject().Field("kind").Text(each.Kind).Field("id").Text(each.Id);
                json.Field("why").Text(each.Why).EndObject();
            }
            json.EndArray();
        }

        private static void Whole(JsonWriter json, GroupCompleted group)
        {
            if (group == null)
            {
                return;
            }
            json.Field("turnIds").BeginArray();
            foreach (string id in group.TurnIds)
            {
                json.Text(id);
            }
            json.EndArray().Field("end").Text(Named("GROUP_END_", group.End.ToString()));
        }

        private static void Whole(JsonWriter json, Completed completed)
        {
            if (completed == null)
            {
                return;
            }
            json.Field("text").Text(completed.Text);
            json.Field("finishReason").Text(Named("FINISH_REASON_", completed.FinishReason.ToString()));
            json.Field("usage").BeginObject().Field("promptTokens").Number(completed.Usage.PromptTokens);
            json.Field("reusedTokens").Number(completed.Usage.ReusedTokens);
            json.Field("completionTokens").Number(completed.Usage.CompletionTokens).EndObject();
            json.Field("timings").BeginObject().Field("queueMs").Number(completed.Timings.QueueMs);
            json.Field("ttftMs").Number(completed.Timings.TtftMs).Field("totalMs").Number(completed.Timings.TotalMs);
            json.Field("tokensPerS").Number(completed.Timings.TokensPerS).EndObject();
            json.Field("fallbackReason").Text(completed.FallbackReason);
        }
    }
}
