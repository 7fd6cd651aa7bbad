namespace Npcgen
{
    /// <summary>
    /// HTTP by UnityWebRequest, which every platform of Unity has, the web too. Its callbacks come
    /// on the main thread.
    /// </summary>
    public sealed class UnityTransport : ITransport
    {
        public IExchange Post(HttpPost post, IExchangeListener listener)
        {
            var exchange = new UnityExchange(post, listener);
            exchange.Send();
            return exchange;
        }
    }
}
