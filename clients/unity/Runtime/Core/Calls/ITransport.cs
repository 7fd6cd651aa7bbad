namespace Npcgen
{
    /// <summary>
    /// What a host has to bring: HTTP POST with the answer's bytes as they come. All callbacks are
    /// on the thread that <see cref="Connection"/> is used from.
    /// </summary>
    public interface ITransport
    {
        /// <summary>Begins; nothing but an end is called back before this returns.</summary>
        IExchange Post(HttpPost post, IExchangeListener listener);
    }

    /// <summary>A request under way.</summary>
    public interface IExchange
    {
        /// <summary>Closes the connection; nothing is called back from then on.</summary>
        void Abort();
    }

    /// <summary>Who hears the answer: a head, bytes, an end; or only an end.</summary>
    public interface IExchangeListener
    {
        void OnHead(int status, string contentType);

        /// <summary>The first <paramref name="count"/> bytes; they are not kept.</summary>
        void OnBytes(byte[] data, int count);

        void OnEnd(TransportFault fault, string detail);
    }

    /// <summary>How an exchange ended.</summary>
    public enum TransportFault
    {
        /// <summary>As HTTP says it should.</summary>
        None,

        /// <summary>Refused, reset, no route, no such name, or closed before a head.</summary>
        Unreachable,

        /// <summary>No TLS, or a certificate that isn't trusted.</summary>
        Untrusted,

        /// <summary>What answered isn't HTTP.</summary>
        NotHttp,

        /// <summary>The head came, and not all of the body.</summary>
        Cut,
    }

    /// <summary>A request.</summary>
    public sealed class HttpPost
    {
        public string Url { get; internal set; }

        public string ContentType { get; internal set; }

        /// <summary>The Authorization header; empty for none.</summary>
        public string Authorization { get; internal set; }

        /// <summary>The Connect-Timeout-Ms header; 0 for none.</summary>
        public int TimeoutMs { get; internal set; }

        public byte[] Body { get; internal set; }
    }
}
