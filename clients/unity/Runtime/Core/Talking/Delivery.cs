using System;

namespace Npcgen
{
    /// <summary>
    /// One reply's events on their way to the game: once a frame, or as they come; then its end, when
    /// nothing is held back any more.
    /// </summary>
    internal sealed class Delivery
    {
        private readonly DeltaQueue queue = new DeltaQueue();
        private readonly Func<double> clockMs;
        private readonly Action<DialogueEvent> hear;
        private readonly Action<Failure> settle;
        private bool open;
        private bool ended;
        private bool pumping;
        private Failure failure;

        /// <param name="settle">Called when all was heard; with null for a good end.</param>
        internal Delivery(Func<double> clockMs, Action<DialogueEvent> hear, Action<Failure> settle)
        {
            this.clockMs = clockMs;
            this.hear = hear;
            this.settle = settle;
        }

        internal bool Paused
        {
            get { return queue.Paused; }
            set { queue.Paused = value; }
        }

        /// <param name="options">For their pace; null for none.</param>
        internal void Open(ReplyOptions options)
        {
            open = true;
            ended = false;
            failure = null;
            queue.MaxTokensPerS = options?.MaxTokensPerS ?? 0;
        }

        /// <summary>The same is asked once more.</summary>
        internal void Again()
        {
            ended = false;
            failure = null;
        }

        /// <summary>What wasn't heard by now isn't heard any more.</summary>
        internal void Close()
        {
            open = false;
            queue.Clear();
        }

        internal void Add(DialogueEvent happened)
        {
            if (open)
            {
                queue.Add(happened);
                Pump();
            }
        }

        internal void End(Failure problem)
        {
            ended = true;
            failure = problem;
            Pump();
        }

        internal void Pump()
        {
            // A callback may end this reply and ask for another, which is delivered by the same loop.
            if (pumping)
            {
                return;
            }
            pumping = true;
            try
            {
                DialogueEvent happened;
                while (open && queue.TryTake(clockMs(), out happened))
                {
                    hear(happened);
                }
            }
            finally
            {
                pumping = false;
            }
            if (open && ended && queue.Count == 0)
            {
                settle(failure);
            }
        }
    }
}
