using System;

namespace Npcgen.Bench
{
    /// <summary>Answers every call with the same bytes, in pieces of one buffer, as UnityWebRequest does.</summary>
    internal sealed class MemoryTransport : ITransport, IExchange
    {
        private readonly byte[] stream;
        private readonly byte[] piece = new byte[1400];
        private IExchangeListener listener;

        internal MemoryTransport(byte[] stream)
        {
            this.stream = stream;
        }

        public IExchange Post(HttpPost post, IExchangeListener heard)
        {
            listener = heard;
            return this;
        }

        public void Abort()
        {
        }

        internal void Deliver()
        {
            listener.OnHead(200, "application/connect+json");
            for (int at = 0; at < stream.Length; at += piece.Length)
            {
                int count = Math.Min(piece.Length, stream.Length - at);
                Buffer.BlockCopy(stream, at, piece, 0, count);
                listener.OnBytes(piece, count);
            }
            listener.OnEnd(TransportFault.None, "");
        }
    }
}
