using System.Collections.Generic;

namespace Npcgen
{
    /// <summary>The events that begin and end turns.</summary>
    internal sealed class TurnReader
    {
        private readonly JsonReader json;

        internal TurnReader(JsonReader json)
        {
            this.json = json;
        }

        /// <summary>Null when it is none of them; nothing is read then.</summary>
        internal DialogueEvent Read()
        {
            if (json.FieldIs("started"))
            {
                return ReadStarted();
            }
            if (json.FieldIs("completed"))
            {
                return ReadCompleted();
            }
            return json.FieldIs("groupCompleted") ? ReadGroupCompleted() : null;
        }

        private Started ReadStarted()
        {
            var started = new Started();
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("model"))
                {
                    started.Model = json.ReadString();
                }
                else if (json.FieldIs("seed"))
                {
                    started.Seed = json.ReadUInt();
                }
                else if (json.FieldIs("promptTokens"))
                {
                    started.PromptTokens = json.ReadUInt();
                }
                else if (json.FieldIs("reusedTokens"))
                {
                    started.ReusedTokens = json.ReadUInt();
                }
                else if (json.FieldIs("trimmedTurns"))
                {
                    started.TrimmedTurns = json.ReadUInt();
                }
                else if (json.FieldIs("recalled"))
                {
                    started.Recalled = ReadAllRecalled();
                }
                else
                {
                    json.Skip();
                }
            }
            return started;
        }

        private Recalled[] ReadAllRecalled()
        {
            var all = new List<Recalled>();
            json.BeginArray();
            while (json.NextItem())
            {
                all.Add(ReadRecalled());
            }
            return all.ToArray();
        }

        private Recalled ReadRecalled()
        {
            var recalled = new Recalled { Kind = "", Id = "", Why = "" };
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("kind") && json.AtString())
                {
                    recalled.Kind = json.ReadString();
                }
                else if (json.FieldIs("id"))
                {
                    recalled.Id = json.ReadString();
                }
                else if (json.FieldIs("why"))
                {
                    recalled.Why = json.ReadString();
                }
                else
                {
                    json.Skip();
                }
            }
            return recalled;
        }

        private Completed ReadCompleted()
        {
            var completed = new Completed();
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("text"))
                {
                    completed.Text = json.ReadString();
                }
                else if (json.FieldIs("finishReason"))
                {
                    completed.FinishReason = EnumNames.ReadFinishReason(json);
                }
                else if (json.FieldIs("usage"))
                {
                    completed.Usage = ReadUsage();
                }
                else if (json.FieldIs("timings"))
                {
                    completed.Timings = ReadTimings();
                }
                else if (json.FieldIs("fallbackReason"))
                {
                    completed.FallbackReason = json.ReadString();
                }
                else
                {
                    json.Skip();
                }
            }
            return completed;
        }

        private Usage ReadUsage()
        {
            var usage = new Usage();
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("promptTokens"))
                {
                    usage.PromptTokens = json.ReadUInt();
                }
                else if (json.FieldIs("reusedTokens"))
                {
                    usage.ReusedTokens = json.ReadUInt();
                }
                else if (json.FieldIs("completionTokens"))
                {
                    usage.CompletionTokens = json.ReadUInt();
                }
                else
                {
                    json.Skip();
                }
            }
            return usage;
        }

        private Timings ReadTimings()
        {
            var timings = new Timings();
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("queueMs"))
                {
                    timings.QueueMs = json.ReadDouble();
                }
                else if (json.FieldIs("ttftMs"))
                {
                    timings.TtftMs = json.ReadDouble();
                }
                else if (json.FieldIs("totalMs"))
                {
                    timings.TotalMs = json.ReadDouble();
                }
                else if (json.FieldIs("tokensPerS"))
                {
                    timings.TokensPerS = json.ReadDouble();
                }
                else
                {
                    json.Skip();
                }
            }
            return timings;
        }

        private GroupCompleted ReadGroupCompleted()
        {
            var completed = new GroupCompleted();
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("turnIds"))
                {
                    completed.TurnIds = ReadTexts(json);
                }
                else if (json.FieldIs("end"))
                {
                    completed.End = EnumNames.ReadGroupEnd(json);
                }
                else
                {
                    json.Skip();
                }
            }
            return completed;
        }

        internal static string[] ReadTexts(JsonReader json)
        {
            var texts = new List<string>();
            json.BeginArray();
            while (json.NextItem())
            {
                texts.Add(json.ReadString());
            }
            return texts.ToArray();
        }
    }
}
