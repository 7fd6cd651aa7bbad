using System;

namespace Npcgen
{
    /// <summary>What an NPC does at the moment.</summary>
    public enum TalkState
    {
        /// <summary>It may be spoken to.</summary>
        Idle,

        /// <summary>It was spoken to, and its first word hasn't come.</summary>
        Waiting,

        /// <summary>It speaks.</summary>
        Speaking,
    }

    /// <summary>
    /// One NPC's talk with one player. The conversation begins by itself with the first line, and
    /// again where the server no longer knows it. Whatever fails before the first word of an answer,
    /// the NPC says one of its authored lines, so that the game goes on.
    /// </summary>
    public sealed class Talk
    {
        private readonly Func<Dialogue> dialogue;
        private readonly Cast cast;
        private readonly FallbackLines fallbackLines;
        private readonly Delivery delivery;

        private Turn turn;
        private Action<string> ask;
        private Pending<Conversation> beginning;
        private EventStream stream;
        private bool mustAnswer;
        private bool begunAnew;

        /// <param name="dialogue">The server as it is now: a launcher may start another one.</param>
        public Talk(Func<Dialogue> dialogue, Cast cast, FallbackLines fallbackLines, Func<double> clockMs)
        {
            this.dialogue = dialogue;
            this.cast = cast;
            this.fallbackLines = fallbackLines;
            delivery = new Delivery(clockMs, Hear, Settle);
            NpcId = cast.PersonaId;
        }

        public TalkState State { get; private set; }

        /// <summary>Hears what a callback of the game throws. Not set: it is thrown on.</summary>
        public Action<Exception> CallbackError { get; set; }

        /// <summary>Whom it is with, to know its turns by in a group.</summary>
        internal string NpcId { get; private set; } = "";

        /// <summary>Empty before the first line. A game may set it after loading a save.</summary>
        public string ConversationId { get; set; } = "";

        /// <summary>The persona's name; empty before the conversation began.</summary>
        public string NpcName { get; private set; } = "";

        /// <summary>The last turn that was heard of, for a report of it; empty before the first.</summary>
        public string LastTurnId { get; private set; } = "";

        /// <summary>Holds back what comes while the game has no time; nothing is lost.</summary>
        public bool Paused
        {
            get { return delivery.Paused; }
            set { delivery.Paused = value; }
        }

        /// <summary>The player speaks. What is pending never fails, but for an NPC that still speaks.</summary>
        public Pending<Reply> Chat(string text, ReplyOptions options, ReplyListener listener)
        {
            return Begin(true, options, listener, id => stream = dialogue().Chat(id, text, options, OnEvent, OnEnd));
        }

        /// <summary>Something happened; silently, the NPC just knows it from its next turn on.</summary>
        public Pending<Reply> Notify(string stimulus, bool silent, ReplyOptions options, ReplyListener listener)
        {
            return Begin(
                false, options, listener, id => stream = dialogue().Notify(id, stimulus, silent, options, OnEvent, OnEnd));
        }

        /// <summary>The last turn again, with another seed.</summary>
        public Pending<Reply> Regenerate(ReplyOptions options, ReplyListener listener)
        {
            return Begin(false, options, listener, id => stream = dialogue().Regenerate(id, options, OnEvent, OnEnd));
        }

        /// <summary>
        /// The NPC falls silent, and remembers only what the player heard of its line.
        /// </summary>
        /// <param name="heardChars">In code points; null for all that was handed to the game.</param>
        public void Cancel(int? heardChars = null)
        {
            if (turn == null)
            {
                return;
            }
            if (ConversationId.Length > 0 && turn.TurnId.Length > 0)
            {
                dialogue().Cancel(ConversationId, turn.TurnId, heardChars ?? turn.HeardChars);
            }
            delivery.Close();
            StopStream();
            Finish(Failure.Make(Reason.Cancelled, "the game cancelled this reply"));
        }

        /// <summary>Computes the prompt before the player speaks, when the player comes near.</summary>
        public Pending<WarmedUp> Warmup()
        {
            var pending = new Pending<WarmedUp>();
            Action<Failure> failed = problem => pending.Complete(null, problem);
            InConversation(
                id => dialogue().Warmup(id).Then(warmedUp => pending.Complete(warmedUp, null), failed), failed);
            return pending;
        }

        /// <summary>
        /// The scene is unloaded: the stream is closed, and no callback is called from now on. Who waits
        /// for the reply goes on, with what was said so far.
        /// </summary>
        public void Close()
        {
            Turn left = turn;
            turn = null;
            delivery.Close();
            State = TalkState.Idle;
            StopStream();
            left?.Leave();
        }

        /// <summary>Once a frame: hands on what was held back.</summary>
        public void Pump()
        {
            delivery.Pump();
        }

        private Pending<Reply> Begin(bool isAsked, ReplyOptions options, ReplyListener listener, Action<string> send)
        {
            var next = new Turn(listener, CallbackError);
            if (State != TalkState.Idle)
            {
                next.Pending.Complete(null, StillSpeaking());
                return next.Pending;
            }
            turn = next;
            ask = send;
            mustAnswer = isAsked;
            delivery.Open(options);
            State = TalkState.Waiting;
            Ask();
            return next.Pending;
        }

        private void Ask()
        {
            begunAnew = ConversationId.Length == 0;
            Turn asking = turn;
            InConversation(
                id =>
                {
                    if (turn == asking)
                    {
                        ask(id);
                    }
                },
                refused =>
                {
                    if (turn == asking)
                    {
                        OnEnd(refused);
                    }
                });
        }

        /// <summary>Calls the first with the conversation's id, at once where it has begun.</summary>
        internal void InConversation(Action<string> then, Action<Failure> failed)
        {
            if (ConversationId.Length > 0)
            {
                then(ConversationId);
            }
            else
            {
                Start().Then(begun => then(begun.Id), failed);
            }
        }

        /// <summary>It listens or speaks in a group, and isn't to be spoken to before it is idle.</summary>
        internal void InGroup(TalkState state, string turnId = "")
        {
            // One that left the group may have a turn of its own by now.
            State = turn == null ? state : State;
            LastTurnId = turnId.Length > 0 ? turnId : LastTurnId;
        }

        internal string NextFallbackLine()
        {
            return fallbackLines.Next();
        }

        internal static Failure StillSpeaking()
        {
            return new Failure("failed_precondition", "TURN_IN_PROGRESS", "this NPC still speaks: wait for its end, or Cancel");
        }

        // One at a time, whoever asks for it.
        private Pending<Conversation> Start()
        {
            return beginning ?? (beginning = dialogue().StartConversation(cast, soon: true).Then(Begun, _ => beginning = null));
        }

        private void Begun(Conversation conversation)
        {
            beginning = null;
            ConversationId = conversation.Id;
            NpcId = conversation.NpcId;
            NpcName = conversation.NpcName;
        }

        private void OnEvent(DialogueEvent happened)
        {
            delivery.Add(happened);
        }

        private void Hear(DialogueEvent happened)
        {
            State = happened is TextDelta ? TalkState.Speaking : State;
            LastTurnId = happened.TurnId;
            turn.Hear(happened);
        }

        private void OnEnd(Failure problem)
        {
            // Our own Cancel has ended the turn already.
            if (turn == null || (problem != null && problem.IsCancelled && stream == null))
            {
                return;
            }
            if (problem != null && problem.IsClosing)
            {
                Close();
                return;
            }
            delivery.End(problem);
        }

        private void Settle(Failure failure)
        {
            bool forgotten = failure != null && failure.Reason == "CONVERSATION_NOT_FOUND";
            if (forgotten && !begunAnew && !turn.HasSpoken)
            {
                ConversationId = "";
                delivery.Again();
                Ask();
                return;
            }
            Finish(failure);
        }

        private void StopStream()
        {
            EventStream stopped = stream;
            stream = null;
            stopped?.Cancel();
        }

        private void Finish(Failure problem)
        {
            Turn over = turn;
            turn = null;
            stream = null;
            ask = null;
            delivery.Close();
            State = TalkState.Idle;
            bool silent = !mustAnswer || problem == null || problem.IsCancelled || over.HasSpoken;
            over.End(problem, silent ? "" : fallbackLines.Next());
        }
    }
}
