using System.Collections.Generic;
using System.Text;
using NUnit.Framework;

namespace Npcgen.Tests
{
    public sealed class EnvelopeReaderTests
    {
        private static byte[] Bytes(params string[] messages)
        {
            var bytes = new List<byte>();
            foreach (string message in messages)
            {
                bytes.AddRange(Envelope.Around(Encoding.UTF8.GetBytes(message)));
            }
            return bytes.ToArray();
        }

        private static List<string> Read(EnvelopeReader reader)
        {
            var texts = new List<string>();
            Envelope next;
            while (reader.TryRead(out next))
            {
                texts.Add(Encoding.UTF8.GetString(next.Data, next.Offset, next.Count));
            }
            return texts;
        }

        [Test]
        public void MessagesComeWholeHoweverTheyAreCut()
        {
            byte[] bytes = Bytes("{\"a\":\"\u00e9\ud83d\ude00\"}", "", "b");
            for (int piece = 1; piece <= bytes.Length; piece++)
            {
                var reader = new EnvelopeReader();
                var texts = new List<string>();
                for (int at = 0; at < bytes.Length; at += piece)
                {
                    reader.Add(bytes, at, System.Math.Min(piece, bytes.Length - at));
                    texts.AddRange(Read(reader));
                }
                Assert.AreEqual("{\"a\":\"\u00e9\ud83d\ude00\"}||b", string.Join("|", texts));
                Assert.AreEqual(0, reader.PendingBytes);
            }
        }

        [Test]
        public void ALargeMessageIsReadAndItsBufferGivenBack()
        {
            var reader = new EnvelopeReader();
            byte[] large = Bytes(new string('x', 3000000));
            reader.Add(large, 0, large.Length);
            Assert.AreEqual(3000000, Read(reader)[0].Length);
            byte[] small = Bytes("y");
            reader.Add(small, 0, small.Length);
            Assert.AreEqual("y", Read(reader)[0]);
        }

        [Test]
        public void FourMebibytesAreTheMostAndRefusedAtTheHead()
        {
            var reader = new EnvelopeReader();
            reader.Add(new byte[] { 0, 0x00, 0x40, 0x00, 0x00 }, 0, 5);
            Envelope next;
            Assert.IsFalse(reader.TryRead(out next));
            reader = new EnvelopeReader();
            reader.Add(new byte[] { 0, 0x00, 0x40, 0x00, 0x01 }, 0, 5);
            Assert.AreEqual("MESSAGE_TOO_LARGE", Assert.Throws<Failure>(() => reader.TryRead(out next)).Reason);
        }

        [Test]
        public void AFlagThatNobodyAskedForIsRefused()
        {
            var reader = new EnvelopeReader();
            reader.Add(new byte[] { 1, 0, 0, 0, 0 }, 0, 5);
            Envelope next;
            Assert.AreEqual("BAD_MESSAGE", Assert.Throws<Failure>(() => reader.TryRead(out next)).Reason);
        }
    }
}
