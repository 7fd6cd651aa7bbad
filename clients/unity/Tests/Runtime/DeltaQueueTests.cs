using NUnit.Framework;

namespace Npcgen.Tests
{
    public sealed class DeltaQueueTests
    {
        private DeltaQueue queue;

        [SetUp]
        public void Begin()
        {
            queue = new DeltaQueue();
        }

        private int Taken(double nowMs)
        {
            int count = 0;
            DialogueEvent happened;
            while (queue.TryTake(nowMs, out happened))
            {
                count++;
            }
            return count;
        }

        private void Add(int count)
        {
            for (int i = 0; i < count; i++)
            {
                queue.Add(new TextDelta());
            }
        }

        [Test]
        public void WhatIsPausedComesLater()
        {
            Add(3);
            queue.Paused = true;
            Assert.AreEqual(0, Taken(0));
            queue.Paused = false;
            Assert.AreEqual(3, Taken(0));
        }

        [Test]
        public void AFullQueueHandsOnTheOldestAllTheSame()
        {
            queue.Paused = true;
            Add(DeltaQueue.Capacity + 10);
            Assert.AreEqual(10, Taken(0));
            Assert.AreEqual(DeltaQueue.Capacity, queue.Count);
        }

        [Test]
        public void TextComesAtTheReadersPace()
        {
            queue.MaxTokensPerS = 10;
            Add(100);
            int count = 0;
            for (int frame = 1000; frame < 6000; frame += 16)
            {
                count += Taken(frame);
            }
            Assert.AreEqual(51, count);
        }

        [Test]
        public void OtherEventsWaitForNoPace()
        {
            queue.MaxTokensPerS = 1;
            Add(1);
            queue.Add(new Sentence());
            queue.Add(new Completed());
            Assert.AreEqual(3, Taken(1000));
        }
    }
}
