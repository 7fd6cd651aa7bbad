using System.Collections.Generic;
using System.Text;

namespace Npcgen.Tests
{
    /// <summary>A transport whose answers the test itself gives, in the order of the requests.</summary>
    internal sealed class ScriptedTransport : ITransport
    {
        internal List<ScriptedExchange> Exchanges { get; } = new List<ScriptedExchange>();

        internal ScriptedExchange Last
        {
            get { return Exchanges[Exchanges.Count - 1]; }
        }

        public IExchange Post(HttpPost post, IExchangeListener listener)
        {
            Exchanges.Add(new ScriptedExchange(post, listener));
            return Last;
        }
    }

    internal sealed class ScriptedExchange : IExchange
    {
        private readonly IExchangeListener listener;

        internal ScriptedExchange(HttpPost post, IExchangeListener listener)
        {
            Post = post;
            this.listener = listener;
        }

        internal HttpPost Post { get; }

        internal bool Aborted { get; private set; }

        internal string Method
        {
            get { return Post.Url.Substring(Post.Url.LastIndexOf('/') + 1); }
        }

        internal string Request
        {
            get { return Encoding.UTF8.GetString(Post.Body).Substring(Post.Body[0] == '{' ? 0 : Envelope.HeadBytes); }
        }

        public void Abort()
        {
            Aborted = true;
        }

        internal ScriptedExchange Answer(string json)
        {
            Head(200, "application/json");
            Bytes(Encoding.UTF8.GetBytes(json));
            return End();
        }

        internal ScriptedExchange Refuse(int status, string type, string body)
        {
            Head(status, type);
            Bytes(Encoding.UTF8.GetBytes(body));
            return End();
        }

        internal ScriptedExchange Stream(params string[] messages)
        {
            Head(200, "application/connect+json; charset=utf-8");
            return Say(messages);
        }

        internal ScriptedExchange Say(params string[] messages)
        {
            foreach (string message in messages)
            {
                Bytes(Envelope.Around(Encoding.UTF8.GetBytes(message)));
            }
            return this;
        }

        internal ScriptedExchange EndMessage(string json)
        {
            byte[] enveloped = Envelope.Around(Encoding.UTF8.GetBytes(json));
            enveloped[0] = Envelope.EndOfStream;
            Bytes(enveloped);
            return End();
        }

        internal ScriptedExchange Head(int status, string type)
        {
            if (!Aborted)
            {
                listener.OnHead(status, type);
            }
            return this;
        }

        internal void Bytes(byte[] bytes)
        {
            if (!Aborted)
            {
                listener.OnBytes(bytes, bytes.Length);
            }
        }

        internal ScriptedExchange End(TransportFault fault = TransportFault.None)
        {
            if (!Aborted)
            {
                Aborted = true;
                listener.OnEnd(fault, fault == TransportFault.None ? "" : "told so by the test");
            }
            return this;
        }
    }
}
