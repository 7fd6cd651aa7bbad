using System;

namespace Npcgen
{
    /// <summary>The first event of a turn: the reply has a slot.</summary>
    public sealed class Started : DialogueEvent
    {
        public override string Kind
        {
            get { return "started"; }
        }

        /// <summary>The model's name.</summary>
        public string Model { get; internal set; } = "";

        /// <summary>Send it in the options to get this reply again.</summary>
        public uint Seed { get; internal set; }

        /// <summary>Tokens of the prompt; 0 when no model could speak.</summary>
        public uint PromptTokens { get; internal set; }

        /// <summary>Those of them that were already computed.</summary>
        public uint ReusedTokens { get; internal set; }

        /// <summary>How many of the oldest turns no longer fit.</summary>
        public uint TrimmedTurns { get; internal set; }

        /// <summary>What came to the NPC's mind.</summary>
        public Recalled[] Recalled { get; internal set; } = Array.Empty<Recalled>();
    }

    /// <summary>Something that came to an NPC's mind.</summary>
    public struct Recalled
    {
        /// <summary>RECALL_KIND_LORE, _SECRET, _MEMORY, _SUMMARY or _QUEST, or one that is newer.</summary>
        public string Kind { get; internal set; }

        public string Id { get; internal set; }

        /// <summary>For designers: "key 'mine' in the player's line".</summary>
        public string Why { get; internal set; }
    }

    /// <summary>The last event of a turn: the whole reply.</summary>
    public sealed class Completed : DialogueEvent
    {
        public override string Kind
        {
            get { return "completed"; }
        }

        /// <summary>The same as all text deltas in a row.</summary>
        public string Text { get; internal set; } = "";

        public FinishReason FinishReason { get; internal set; }

        public Usage Usage { get; internal set; }

        public Timings Timings { get; internal set; }

        /// <summary>Why an authored line was said; empty for a model's own words.</summary>
        public string FallbackReason { get; internal set; } = "";
    }

    /// <summary>The last event of a group's chat.</summary>
    public sealed class GroupCompleted : DialogueEvent
    {
        public override string Kind
        {
            get { return "group_completed"; }
        }

        /// <summary>The turns, in order; none when all are silent.</summary>
        public string[] TurnIds { get; internal set; } = Array.Empty<string>();

        public GroupEnd End { get; internal set; }
    }

    /// <summary>How many tokens a reply took.</summary>
    public struct Usage
    {
        public uint PromptTokens { get; internal set; }

        /// <summary>Those of the prompt that were already computed.</summary>
        public uint ReusedTokens { get; internal set; }

        public uint CompletionTokens { get; internal set; }
    }

    /// <summary>How long a reply took, on the server's clock.</summary>
    public struct Timings
    {
        /// <summary>Milliseconds until it had a slot.</summary>
        public double QueueMs { get; internal set; }

        /// <summary>Milliseconds to the first token; 0 when there was none.</summary>
        public double TtftMs { get; internal set; }

        public double TotalMs { get; internal set; }

        /// <summary>After the first token; 0 when there were fewer than two.</summary>
        public double TokensPerS { get; internal set; }
    }
}
