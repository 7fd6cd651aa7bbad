using System;
using System.Collections.Generic;
using System.Text;

namespace Npcgen
{
    /// <summary>One turn as the game hears it: its listener, and what it heard so far.</summary>
    internal sealed class Turn
    {
        private readonly ReplyListener listener;
        private readonly StringBuilder text = new StringBuilder();
        private readonly List<ActionChosen> actions = new List<ActionChosen>();
        private readonly Action<Exception> callbackError;
        private Completed completed;
        private string npcId;

        internal Turn(ReplyListener listener, Action<Exception> callbackError, string npcId = "")
        {
            this.npcId = npcId;
            this.listener = listener ?? new ReplyListener();
            this.callbackError = callbackError;
        }

        internal Pending<Reply> Pending { get; } = new Pending<Reply>();

        internal string TurnId { get; private set; } = "";

        internal bool HasSpoken
        {
            get { return text.Length > 0; }
        }

        /// <summary>How much the game was handed, in code points.</summary>
        internal int HeardChars
        {
            get
            {
                int count = 0;
                for (int i = 0; i < text.Length; i++)
                {
                    count += char.IsLowSurrogate(text[i]) ? 0 : 1;
                }
                return count;
            }
        }

        internal void Hear(DialogueEvent happened)
        {
            TurnId = happened.TurnId;
            npcId = happened.NpcId;
            Tell(listener.OnEvent, happened);
            if (happened is TextDelta delta)
            {
                text.Append(delta.Text);
                Tell(listener.OnText, delta.Text);
            }
            else if (happened is Sentence sentence)
            {
                Tell(listener.OnSentence, sentence);
            }
            else if (happened is EmotionChanged emotion)
            {
                Tell(listener.OnEmotion, emotion);
            }
            else if (happened is ActionChosen action)
            {
                actions.Add(action);
                Tell(listener.OnAction, action);
            }
            else if (happened is Completed whole)
            {
                completed = whole;
            }
        }

        /// <summary>The end, told once.</summary>
        internal void End(Failure failure, string fallbackLine)
        {
            if (failure != null && !failure.IsCancelled)
            {
                Tell(listener.OnFailed, failure);
            }
            bool isFallback = failure != null && !failure.IsCancelled && fallbackLine.Length > 0;
            if (isFallback)
            {
                Hear(new TextDelta { Text = fallbackLine, TurnId = TurnId, NpcId = npcId });
                Hear(new Sentence { Text = fallbackLine, End = (uint)HeardChars, TurnId = TurnId, NpcId = npcId });
            }
            Reply reply = ReplyOf(failure, isFallback);
            Tell(listener.OnCompleted, reply);
            Pending.Complete(reply, null);
        }

        /// <summary>The end without a word to the listener, which may be gone already.</summary>
        internal void Leave()
        {
            Pending.Complete(ReplyOf(Failure.Make(Reason.Cancelled, "the NPC is gone"), false), null);
        }

        private Reply ReplyOf(Failure failure, bool isFallback)
        {
            return new Reply
            {
                Text = text.ToString(),
                NpcId = npcId,
                FinishReason = EndOf(failure, isFallback),
                TurnId = TurnId,
                Actions = actions.ToArray(),
                IsFallback = isFallback || completed?.FinishReason == FinishReason.Fallback,
                Failure = failure == null || failure.IsCancelled ? null : failure,
                Completed = completed,
            };
        }

        // What a callback of the game throws must not keep the others from being called.
        private void Tell<T>(Action<T> callback, T what)
        {
            try
            {
                callback?.Invoke(what);
            }
            catch (Exception problem) when (callbackError != null)
            {
                callbackError(problem);
            }
        }

        private FinishReason EndOf(Failure failure, bool isFallback)
        {
            if (isFallback)
            {
                return FinishReason.Fallback;
            }
            if (failure != null && failure.IsCancelled)
            {
                return FinishReason.Cancelled;
            }
            return completed?.FinishReason ?? FinishReason.Unspecified;
        }
    }
}
