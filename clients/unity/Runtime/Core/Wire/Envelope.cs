using System;

namespace Npcgen
{
    /// <summary>
    /// One message of a Connect stream: a byte of flags, four of length (big-endian), the message.
    /// See https://connectrpc.com/docs/protocol#streaming-rpcs.
    /// </summary>
    public struct Envelope
    {
        public const int HeadBytes = 5;

        /// <summary>Set on the last message, which says how the stream ended.</summary>
        public const byte EndOfStream = 0x02;

        public readonly byte Flags;

        /// <summary>Holds the message; valid until more bytes are added to the reader.</summary>
        public readonly byte[] Data;

        public readonly int Offset;

        public readonly int Count;

        internal Envelope(byte flags, byte[] data, int offset, int count)
        {
            Flags = flags;
            Data = data;
            Offset = offset;
            Count = count;
        }

        public bool IsEnd
        {
            get { return (Flags & EndOfStream) != 0; }
        }

        /// <summary>The message with its head, to send.</summary>
        public static byte[] Around(byte[] message)
        {
            var enveloped = new byte[HeadBytes + message.Length];
            for (int i = 0; i < 4; i++)
            {
                enveloped[4 - i] = (byte)(message.Length >> (8 * i));
            }
            Buffer.BlockCopy(message, 0, enveloped, HeadBytes, message.Length);
            return enveloped;
        }
    }
}
