namespace Npcgen
{
    /// <summary>
    /// Something that happened in a turn. Which one, its class says:
    /// <c>switch (happened) { case TextDelta delta: ...; case Completed completed: ...; }</c>
    /// </summary>
    public abstract class DialogueEvent
    {
        /// <summary>The proto's name for it: "text_delta"; "unknown" for one that is newer.</summary>
        public abstract string Kind { get; }

        /// <summary>Its place in the stream, from 0, without gaps.</summary>
        public uint Sequence { get; internal set; }

        /// <summary>The turn it belongs to.</summary>
        public string TurnId { get; internal set; } = "";

        /// <summary>The id of the persona that speaks.</summary>
        public string NpcId { get; internal set; } = "";
    }

    /// <summary>New text, and only that.</summary>
    public sealed class TextDelta : DialogueEvent
    {
        public override string Kind
        {
            get { return "text_delta"; }
        }

        /// <summary>Whole characters, never empty.</summary>
        public string Text { get; internal set; } = "";
    }

    /// <summary>A finished sentence, for speech and subtitles.</summary>
    public sealed class Sentence : DialogueEvent
    {
        public override string Kind
        {
            get { return "sentence"; }
        }

        public string Text { get; internal set; } = "";

        /// <summary>Where it begins in the full text, in Unicode code points.</summary>
        public uint Start { get; internal set; }

        /// <summary>Where it ends (exclusive), in Unicode code points.</summary>
        public uint End { get; internal set; }
    }

    /// <summary>What the NPC feels from now on.</summary>
    public sealed class EmotionChanged : DialogueEvent
    {
        public override string Kind
        {
            get { return "emotion"; }
        }

        /// <summary>calm, happy, grateful, amused, sad, hurt, angry, afraid, annoyed or surprised.</summary>
        public string Label { get; internal set; } = "";

        /// <summary>0..1; 0 for calm.</summary>
        public double Intensity { get; internal set; }
    }

    /// <summary>What the NPC does, after its last word. Answer it with AcknowledgeAction.</summary>
    public sealed class ActionChosen : DialogueEvent
    {
        public override string Kind
        {
            get { return "action"; }
        }

        public string ActionId { get; internal set; } = "";

        /// <summary>One of those that were declared.</summary>
        public string Name { get; internal set; } = "";

        /// <summary>JSON that satisfies the declared schema, with ids that were declared.</summary>
        public string ArgumentsJson { get; internal set; } = "";
    }

    /// <summary>How the NPC sees the player changed.</summary>
    public sealed class RelationshipChanged : DialogueEvent
    {
        public override string Kind
        {
            get { return "relationship"; }
        }

        /// <summary>trust, respect, familiarity, affection or fear.</summary>
        public string Axis { get; internal set; } = "";

        /// <summary>-1..1.</summary>
        public double OldValue { get; internal set; }

        /// <summary>-1..1.</summary>
        public double NewValue { get; internal set; }

        /// <summary>What the player did: "insulted".</summary>
        public string Why { get; internal set; } = "";
    }

    /// <summary>A guardrail caught something; what, is told to nobody.</summary>
    public sealed class SafetyNotice : DialogueEvent
    {
        public override string Kind
        {
            get { return "safety"; }
        }

        /// <summary>Example: "output.secret".</summary>
        public string Rule { get; internal set; } = "";

        public string Category { get; internal set; } = "";

        /// <summary>block, replace, remove, redact or note.</summary>
        public string Action { get; internal set; } = "";

        /// <summary>Whether an authored line stands in the place of what was caught.</summary>
        public bool Replaced { get; internal set; }
    }

    /// <summary>A kind of event that is newer than this package; nothing has to be done about it.</summary>
    public sealed class UnknownEvent : DialogueEvent
    {
        public override string Kind
        {
            get { return "unknown"; }
        }

        /// <summary>Its name in JSON; empty where the event says nothing.</summary>
        public string Name { get; internal set; } = "";

        /// <summary>What it says, in JSON.</summary>
        public string Json { get; internal set; } = "";
    }
}
