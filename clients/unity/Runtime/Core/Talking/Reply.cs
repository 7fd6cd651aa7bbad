using System;

namespace Npcgen
{
    /// <summary>What came of one turn. A game goes on with it, whatever happened.</summary>
    public sealed class Reply
    {
        /// <summary>What the NPC said: all that was handed to the game.</summary>
        public string Text { get; internal set; } = "";

        /// <summary>The persona that said it; empty where nobody got to say anything.</summary>
        public string NpcId { get; internal set; } = "";

        public FinishReason FinishReason { get; internal set; }

        /// <summary>The turn, for the server's other calls; empty where none began.</summary>
        public string TurnId { get; internal set; } = "";

        /// <summary>What the NPC does now; answer each with AcknowledgeAction.</summary>
        public ActionChosen[] Actions { get; internal set; } = Array.Empty<ActionChosen>();

        /// <summary>Whether an authored line stands for the model's own words.</summary>
        public bool IsFallback { get; internal set; }

        /// <summary>What went wrong; null where nothing did, or the game cancelled.</summary>
        public Failure Failure { get; internal set; }

        /// <summary>The server's last event; null where it didn't come.</summary>
        public Completed Completed { get; internal set; }
    }

    /// <summary>What a game hears of one turn, on its main thread. Whatever is null isn't told.</summary>
    public sealed class ReplyListener
    {
        /// <summary>New text, and only that.</summary>
        public Action<string> OnText { get; set; }

        /// <summary>A finished sentence, for speech and subtitles.</summary>
        public Action<Sentence> OnSentence { get; set; }

        /// <summary>What the NPC does, after its last word.</summary>
        public Action<ActionChosen> OnAction { get; set; }

        public Action<EmotionChanged> OnEmotion { get; set; }

        /// <summary>Every event, those too that have no callback of their own.</summary>
        public Action<DialogueEvent> OnEvent { get; set; }

        /// <summary>What went wrong, before <see cref="OnCompleted"/>.</summary>
        public Action<Failure> OnFailed { get; set; }

        /// <summary>The end, exactly once, however it came.</summary>
        public Action<Reply> OnCompleted { get; set; }
    }
}
