using System;
using NUnit.Framework;

namespace Npcgen.Tests
{
    public sealed class RetryTests
    {
        private static Failure Unavailable(int retryAfterMs = 0)
        {
            return new Failure("unavailable", "DRAINING", "", "", retryAfterMs);
        }

        [Test]
        public void PausesGrowTwofoldWithJitter()
        {
            var retry = new Retry(6, new Random(7));
            foreach (int most in new[] { 200, 400, 800, 1600, 3200, 5000 })
            {
                int pauseMs;
                Assert.IsTrue(retry.TryAgain(Unavailable(), out pauseMs));
                Assert.IsTrue(pauseMs >= most / 2 && pauseMs <= most);
            }
            int none;
            Assert.IsFalse(retry.TryAgain(Unavailable(), out none));
        }

        [Test]
        public void TheServersPauseIsTheLeast()
        {
            int pauseMs;
            Assert.IsTrue(new Retry(1, new Random(7)).TryAgain(Unavailable(9000), out pauseMs));
            Assert.AreEqual(9000, pauseMs);
        }

        [Test]
        public void OnlyWhatIsUnavailableIsTriedAgain()
        {
            int pauseMs;
            var retry = new Retry(3, new Random(7));
            Assert.IsFalse(retry.TryAgain(new Failure("resource_exhausted", "QUEUE_FULL", ""), out pauseMs));
            Assert.IsFalse(retry.TryAgain(Failure.Make(Reason.Cancelled, ""), out pauseMs));
            Assert.IsFalse(retry.TryAgain(Failure.Make(Reason.ServerStopped, ""), out pauseMs));
        }
    }
}
