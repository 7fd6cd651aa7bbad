using System;

namespace Npcgen
{
    /// <summary>
    /// Whether a failed call is tried again, and when. Only for unary calls that may be repeated:
    /// pauses grow twofold, with jitter, and never fall below what the server asks for.
    /// </summary>
    public sealed class Retry
    {
        public const int DefaultAttempts = 3;

        private const int FirstPauseMs = 200;
        private const int MaxPauseMs = 5000;
        private const int PatientPauseMs = 500;
        private const int BriefWaitMs = 500;

        private readonly Random random;
        private readonly int maxPauseMs;
        private readonly int maxWaitMs;
        private int left;
        private int pauseMs = FirstPauseMs;

        /// <param name="attempts">After the first; 0 for none.</param>
        public Retry(int attempts, Random random)
            : this(attempts, random, MaxPauseMs, int.MaxValue)
        {
        }

        private Retry(int attempts, Random random, int maxPauseMs, int maxWaitMs)
        {
            left = attempts;
            this.random = random;
            this.maxPauseMs = maxPauseMs;
            this.maxWaitMs = maxWaitMs;
        }

        /// <summary>For a server that is about to start: it never gives up.</summary>
        internal static Retry Patient(Random random)
        {
            return new Retry(int.MaxValue, random, PatientPauseMs, int.MaxValue);
        }

        /// <summary>For a player who waits: once more, unless the server asks for a longer pause.</summary>
        internal static Retry Brief(Random random)
        {
            return new Retry(1, random, MaxPauseMs, BriefWaitMs);
        }

        /// <summary>Counts the attempt when it says yes.</summary>
        public bool TryAgain(Failure failure, out int afterMs)
        {
            afterMs = 0;
            bool helps = failure.Code == "unavailable" && failure.Reason != Reason.ServerStopped;
            if (left <= 0 || !helps || failure.RetryAfterMs > maxWaitMs)
            {
                return false;
            }
            left--;
            // Half to all of the pause, so that many games don't come back at one moment.
            afterMs = Math.Max(pauseMs / 2 + random.Next(pauseMs / 2 + 1), failure.RetryAfterMs);
            pauseMs = Math.Min(2 * pauseMs, maxPauseMs);
            return true;
        }
    }
}
