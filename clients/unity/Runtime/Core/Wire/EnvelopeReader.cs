using System;

namespace Npcgen
{
    /// <summary>
    /// Bytes, however the network cut them, into whole messages. Keeps one buffer, which shrinks
    /// again after a large message.
    /// </summary>
    public sealed class EnvelopeReader
    {
        /// <summary>What the server sends at most; more is taken for an error.</summary>
        public const int MaxMessageBytes = 4 * 1024 * 1024;

        private const int KeptBytes = 64 * 1024;

        private byte[] buffer = new byte[4096];
        private int start;
        private int end;

        /// <summary>Bytes of a message that hasn't come to its end.</summary>
        public int PendingBytes
        {
            get { return end - start; }
        }

        public void Add(byte[] data, int offset, int count)
        {
            MakeRoom(count);
            Buffer.BlockCopy(data, offset, buffer, end, count);
            end += count;
        }

        /// <summary>
        /// False when no message is whole yet. Throws <see cref="Failure"/>: MESSAGE_TOO_LARGE, or
        /// BAD_MESSAGE for flags that nobody asked for.
        /// </summary>
        public bool TryRead(out Envelope envelope)
        {
            envelope = default(Envelope);
            if (PendingBytes < Envelope.HeadBytes)
            {
                return false;
            }
            byte flags = buffer[start];
            if ((flags & ~Envelope.EndOfStream) != 0)
            {
                throw Failure.Make(Reason.BadMessage, "an envelope has the flags " + flags);
            }
            long length = Length(start + 1);
            if (length > MaxMessageBytes)
            {
                throw Failure.Make(
                    Reason.MessageTooLarge,
                    "a message of " + length + " bytes; " + MaxMessageBytes + " are the most");
            }
            if (PendingBytes < Envelope.HeadBytes + length)
            {
                return false;
            }
            envelope = new Envelope(flags, buffer, start + Envelope.HeadBytes, (int)length);
            start += Envelope.HeadBytes + (int)length;
            return true;
        }

        private long Length(int from)
        {
            return ((long)buffer[from] << 24) | ((long)buffer[from + 1] << 16)
                | ((long)buffer[from + 2] << 8) | buffer[from + 3];
        }

        private void MakeRoom(int count)
        {
            if (start == end)
            {
                start = end = 0;
                if (buffer.Length > KeptBytes && count <= KeptBytes)
                {
                    buffer = new byte[KeptBytes];
                }
            }
            if (end + count <= buffer.Length)
            {
                return;
            }
            int pending = PendingBytes;
            byte[] roomy = pending + count <= buffer.Length
                ? buffer
                : new byte[Math.Max(pending + count, 2 * buffer.Length)];
            Buffer.BlockCopy(buffer, start, roomy, 0, pending);
            buffer = roomy;
            start = 0;
            end = pending;
        }
    }
}
