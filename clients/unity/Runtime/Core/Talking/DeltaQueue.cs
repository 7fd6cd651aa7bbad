using System;
using System.Collections.Generic;

namespace Npcgen
{
    /// <summary>
    /// Events between the network and the game: it can be paused while a frame is heavy, and slowed
    /// to a reader's pace. It is bounded: once full it hands on the oldest all the same, since events
    /// must neither be lost nor pile up.
    /// </summary>
    public sealed class DeltaQueue
    {
        public const int Capacity = 256;

        // What a pace may catch up on after a slow frame.
        private const double SlackMs = 100;

        private readonly Queue<DialogueEvent> waiting = new Queue<DialogueEvent>();
        private double nextTextMs;

        public bool Paused { get; set; }

        /// <summary>Text deltas a second; 0 for as fast as they come.</summary>
        public double MaxTokensPerS { get; set; }

        public int Count
        {
            get { return waiting.Count; }
        }

        public void Add(DialogueEvent happened)
        {
            waiting.Enqueue(happened);
        }

        public void Clear()
        {
            waiting.Clear();
        }

        /// <summary>The oldest event whose time has come.</summary>
        public bool TryTake(double nowMs, out DialogueEvent happened)
        {
            happened = null;
            if (waiting.Count == 0 || (waiting.Count <= Capacity && !IsDue(nowMs)))
            {
                return false;
            }
            happened = waiting.Dequeue();
            if (MaxTokensPerS > 0 && happened is TextDelta)
            {
                nextTextMs = Math.Max(nextTextMs, nowMs - SlackMs) + 1000 / MaxTokensPerS;
            }
            return true;
        }

        private bool IsDue(double nowMs)
        {
            return !Paused && (MaxTokensPerS <= 0 || nowMs >= nextTextMs || !(waiting.Peek() is TextDelta));
        }
    }
}
