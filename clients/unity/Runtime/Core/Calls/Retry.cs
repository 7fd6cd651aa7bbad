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

        private readonly Random random;
        private int left;
        private int pauseMs = FirstPauseMs;

        /// <param name="attempts">After the first; 0 for none.</param>
        public Retry(int attempts, Random random)
        {
            left = attempts;
            this.random = random;
        }

        /// <summary>Counts the attempt when it says yes.</summary>
        public bool TryAgain(Failure failure, out int afterMs)
        {
            afterMs = 0;
            if (left <= 0 || failure.Code != "unavailable" || failure.Reason == Reason.ServerStopped)
            {
                return false;
            }
            left--;
            // Half to all of the pause, so that many games don't come back at one moment.
            afterMs = Math.Max(pauseMs / 2 + random.Next(pauseMs / 2 + 1), failure.RetryAfterMs);
            pauseMs = Math.Min(2 * pauseMs, MaxPauseMs);
            return true;
        }
    }
}
