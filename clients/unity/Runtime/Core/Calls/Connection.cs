using System;
using System.Collections.Generic;

namespace Npcgen
{
    /// <summary>
    /// Calls to one server, over whatever HTTP the host has. It is used from one thread, and does
    /// something only when called: <see cref="Tick"/> once a frame drives deadlines and retries.
    /// </summary>
    public sealed class Connection
    {
        private readonly List<Call> calls = new List<Call>();
        private readonly List<Call> ticked = new List<Call>();
        private readonly string authorization;
        private readonly Func<double> clock;

        /// <param name="baseUrl">Of the server's HTTP port: http://127.0.0.1:8080</param>
        /// <param name="apiKey">Empty for a server without keys.</param>
        /// <param name="clockMs">Milliseconds that never go back, also while the game is paused.</param>
        public Connection(string baseUrl, string apiKey, ITransport transport, Func<double> clockMs, Random random)
        {
            BaseUrl = baseUrl.TrimEnd('/');
            authorization = string.IsNullOrEmpty(apiKey) ? "" : "Bearer " + apiKey;
            Transport = transport;
            clock = clockMs;
            Random = random;
        }

        public string BaseUrl { get; }

        /// <summary>Calls under way.</summary>
        public int Count
        {
            get { return calls.Count; }
        }

        /// <summary>
        /// Hears what a callback of the game throws, and the call goes on. Not set: it is thrown on.
        /// </summary>
        public Action<Exception> CallbackError { get; set; }

        internal ITransport Transport { get; }

        internal Random Random { get; }

        internal double NowMs
        {
            get { return clock(); }
        }

        /// <summary>Calls a method that answers once.</summary>
        /// <param name="method">"npcgen.v1.DialogueService/Warmup"</param>
        /// <param name="read">Makes the answer of the JSON object that comes next.</param>
        /// <param name="retries">Attempts after the first; only for calls that may be repeated.</param>
        /// <param name="timeoutMs">0 for none.</param>
        public Pending<T> Unary<T>(
            string method, JsonWriter request, Func<JsonReader, T> read, int retries, int timeoutMs)
        {
            return Unary(method, request, read, new Retry(retries, Random), timeoutMs);
        }

        /// <summary>Calls a method that answers once, with JSON for JSON: JsonUtility makes and takes it.</summary>
        /// <param name="method">"npcgen.v1.MemoryService/AddMemory"</param>
        public Pending<string> Ask(string method, string requestJson, int retries = 0, int timeoutMs = Dialogue.DefaultTimeoutMs)
        {
            return Unary(method, new JsonWriter().Raw(requestJson), json => json.ReadObject(), retries, timeoutMs);
        }

        /// <summary>Calls a method that answers with a stream, which the call itself reads.</summary>
        /// <param name="timeoutMs">For all of it; 0 for none.</param>
        public void Stream(StreamCall call, string method, JsonWriter request, int timeoutMs)
        {
            Begin(call, method, Envelope.Around(request.ToBytes()), timeoutMs);
        }

        public void Tick()
        {
            double nowMs = NowMs;
            ticked.AddRange(calls);
            foreach (Call call in ticked)
            {
                call.Tick(nowMs);
            }
            ticked.Clear();
        }

        /// <summary>Cancels every call: the scene is unloaded, the game ends.</summary>
        public void Close()
        {
            foreach (Call call in calls.ToArray())
            {
                call.GiveUp(Failure.Closing());
            }
        }

        /// <summary>Ends every call as if the server were gone: it is looked for elsewhere.</summary>
        public void Leave()
        {
            foreach (Call call in calls.ToArray())
            {
                call.GiveUp(Failure.Make(Reason.ServerUnreachable, "the server is looked for elsewhere than at " + BaseUrl));
            }
        }

        internal void Remove(Call call)
        {
            calls.Remove(call);
        }

        internal Pending<T> Unary<T>(string method, JsonWriter request, Func<JsonReader, T> read, Retry retry, int timeoutMs)
        {
            var pending = new Pending<T>();
            var call = new UnaryCall<T>(read, retry, pending.Complete);
            pending.Call = call;
            Begin(call, method, request.ToBytes(), timeoutMs);
            return pending;
        }

        private void Begin(Call call, string method, byte[] body, int timeoutMs)
        {
            call.Connection = this;
            call.DeadlineMs = timeoutMs > 0 ? NowMs + timeoutMs : double.PositiveInfinity;
            call.Post = new HttpPost
            {
                Url = BaseUrl + "/" + method,
                ContentType = call.ContentType,
                Authorization = authorization,
                TimeoutMs = timeoutMs,
                Body = body,
            };
            calls.Add(call);
            call.Begin();
        }
    }
}
