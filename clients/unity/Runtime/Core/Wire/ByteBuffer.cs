using System;

namespace Npcgen
{
    /// <summary>Bytes that grow to a limit.</summary>
    internal sealed class ByteBuffer
    {
        private readonly int maxBytes;

        internal ByteBuffer(int maxBytes)
        {
            this.maxBytes = maxBytes;
        }

        internal byte[] Data { get; private set; } = Array.Empty<byte>();

        internal int Count { get; private set; }

        internal void Clear()
        {
            Count = 0;
        }

        /// <summary>Throws <see cref="Failure"/>, MESSAGE_TOO_LARGE, beyond the limit.</summary>
        internal void Add(byte[] bytes, int count)
        {
            if (Count + count > maxBytes)
            {
                throw Failure.Make(Reason.MessageTooLarge, "an answer of more than " + maxBytes + " bytes");
            }
            if (Count + count > Data.Length)
            {
                var roomy = new byte[Math.Max(Count + count, 2 * Data.Length)];
                Buffer.BlockCopy(Data, 0, roomy, 0, Count);
                Data = roomy;
            }
            Buffer.BlockCopy(bytes, 0, Data, Count, count);
            Count += count;
        }
    }
}
