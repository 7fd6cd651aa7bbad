using UnityEngine.Networking;

namespace Npcgen
{
    /// <summary>Hands on the bytes of an answer as they come, out of one buffer.</summary>
    internal sealed class StreamHandler : DownloadHandlerScript
    {
        private const int BufferBytes = 8 * 1024;

        private readonly UnityExchange exchange;

        internal StreamHandler(UnityExchange exchange)
            : base(new byte[BufferBytes])
        {
            this.exchange = exchange;
        }

        protected override bool ReceiveData(byte[] data, int dataLength)
        {
            return exchange.OnBytes(data, dataLength);
        }
    }
}
