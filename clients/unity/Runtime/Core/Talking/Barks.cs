using System;
using System.Collections.Generic;

namespace Npcgen
{
    /// <summary>What came of asking for one-liners.</summary>
    public sealed class Barked
    {
        /// <summary>As many as the model found, each another.</summary>
        public string[] Lines { get; internal set; } = Array.Empty<string>();

        /// <summary>Why there are no more; null where nothing went wrong, or the game cancelled.</summary>
        public Failure Failure { get; internal set; }
    }

    /// <summary>
    /// One-liners of an NPC, for passers-by. Nothing is remembered, and nothing stands in for them:
    /// where nobody can speak, the NPC is silent.
    /// </summary>
    public sealed class Barks
    {
        private readonly Func<Dialogue> dialogue;
        private readonly Cast cast;
        private readonly List<EventStream> streams = new List<EventStream>();

        public Barks(Func<Dialogue> dialogue, Cast cast)
        {
            this.dialogue = dialogue;
            this.cast = cast;
        }

        /// <param name="situation">1..300 characters: "The player walks past in the rain."</param>
        /// <param name="count">1..8.</param>
        /// <param name="onLine">Each line as soon as it is whole; null for nobody.</param>
        public Pending<Barked> Say(string situation, int count, ReplyOptions options, Action<string> onLine)
        {
            var pending = new Pending<Barked>();
            var lines = new List<string>();
            EventStream stream = null;
            stream = dialogue().Bark(
                cast,
                situation,
                count,
                options,
                happened =>
                {
                    if (happened is Completed line)
                    {
                        lines.Add(line.Text);
                        onLine?.Invoke(line.Text);
                    }
                },
                failure =>
                {
                    streams.Remove(stream);
                    bool cancelled = failure == null || failure.IsCancelled;
                    pending.Complete(new Barked { Lines = lines.ToArray(), Failure = cancelled ? null : failure }, null);
                });
            if (!stream.IsDone)
            {
                streams.Add(stream);
            }
            return pending;
        }

        /// <summary>Ends all that are under way.</summary>
        public void Close()
        {
            foreach (EventStream stream in streams.ToArray())
            {
                stream.Cancel();
            }
        }
    }
}
