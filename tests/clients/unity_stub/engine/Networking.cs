using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Threading;

namespace UnityEngine.Networking
{
    public class UploadHandler : IDisposable
    {
        public string contentType { get; set; }

        public byte[] data { get; protected set; }

        public void Dispose()
        {
        }
    }

    public sealed class UploadHandlerRaw : UploadHandler
    {
        public UploadHandlerRaw(byte[] data)
        {
            this.data = data;
        }
    }

    public class DownloadHandler : IDisposable
    {
        public void Dispose()
        {
        }

        protected virtual bool ReceiveData(byte[] data, int dataLength)
        {
            return true;
        }

        protected virtual void CompleteContent()
        {
        }

        internal bool Receive(byte[] data, int dataLength)
        {
            return ReceiveData(data, dataLength);
        }
    }

    public class DownloadHandlerScript : DownloadHandler
    {
        internal readonly byte[] Buffer;

        public DownloadHandlerScript(byte[] preallocatedBuffer)
        {
            Buffer = preallocatedBuffer;
        }
    }

    public class UnityWebRequestAsyncOperation : AsyncOperation
    {
    }

    /// <summary>
    /// The engine's HTTP, imitated by HttpWebRequest on a thread of its own. Bytes are handed over on
    /// the main loop.
    /// </summary>
    public sealed class UnityWebRequest : IDisposable
    {
        public const string kHttpVerbPOST = "POST";
        public const string kHttpVerbGET = "GET";

        public enum Result
        {
            InProgress,
            Success,
            ConnectionError,
            ProtocolError,
            DataProcessingError,
        }

        private readonly HttpWebRequest request;
        private readonly UnityWebRequestAsyncOperation operation = new UnityWebRequestAsyncOperation();
        private readonly Dictionary<string, string> headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        private readonly string method;
        private readonly MemoryStream received = new MemoryStream();
        private volatile bool aborted;

        static UnityWebRequest()
        {
            ServicePointManager.DefaultConnectionLimit = 256;
            ServicePointManager.Expect100Continue = false;
        }

        public UnityWebRequest(string url, string method)
        {
            this.method = method;
            request = (HttpWebRequest)WebRequest.Create(url);
            request.Method = method;
            request.Proxy = null;
            request.KeepAlive = false;
            request.AllowAutoRedirect = false;
            request.AllowReadStreamBuffering = false;
            request.Timeout = Timeout.Infinite;
            request.ReadWriteTimeout = Timeout.Infinite;
        }

        public static UnityWebRequest Get(string url)
        {
            return new UnityWebRequest(url, kHttpVerbGET) { downloadHandler = new DownloadHandler() };
        }

        /// <summary>What the project's settings say, of Unity 2022 on.</summary>
        public static bool AllowsPlainHttp { get; set; } = true;

        public UploadHandler uploadHandler { get; set; }

        public DownloadHandler downloadHandler { get; set; }

        public int redirectLimit { get; set; }

        public int timeout { get; set; }

        public long responseCode { get; private set; }

        public string error { get; private set; }

        public Result result { get; private set; }

        public void SetRequestHeader(string name, string value)
        {
            if (name == "Content-Type")
            {
                request.ContentType = value;
            }
            else
            {
                request.Headers[name] = value;
            }
        }

        public string GetResponseHeader(string name)
        {
            string value;
            return headers.TryGetValue(name, out value) ? value : null;
        }

        public UnityWebRequestAsyncOperation SendWebRequest()
        {
            if (!AllowsPlainHttp && request.RequestUri.Scheme == "http")
            {
                throw new InvalidOperationException("Insecure connection not allowed");
            }
            var thread = new Thread(Run) { IsBackground = true };
            thread.Start();
            return operation;
        }

        public void Abort()
        {
            aborted = true;
            // On a thread of its own: the engine's doesn't wait for the socket either.
            ThreadPool.QueueUserWorkItem(_ => request.Abort());
        }

        public void Dispose()
        {
        }

        private void Run()
        {
            try
            {
                if (method == kHttpVerbPOST)
                {
                    using (Stream body = request.GetRequestStream())
                    {
                        body.Write(uploadHandler.data, 0, uploadHandler.data.Length);
                    }
                }
                using (HttpWebResponse response = Answer())
                {
                    Read(response);
                }
            }
            catch (WebException broken)
            {
                End(Result.ConnectionError, Words(broken));
            }
            catch (Exception broken)
            {
                End(Result.ConnectionError, broken.Message);
            }
        }

        private HttpWebResponse Answer()
        {
            try
            {
                return (HttpWebResponse)request.GetResponse();
            }
            catch (WebException refused) when (refused.Response is HttpWebResponse)
            {
                return (HttpWebResponse)refused.Response;
            }
        }

        private void Read(HttpWebResponse response)
        {
            EngineLoop.Post(() => Head(response));
            var buffer = new byte[8192];
            long total = 0;
            using (Stream body = response.GetResponseStream())
            {
                int count;
                while ((count = body.Read(buffer, 0, buffer.Length)) > 0)
                {
                    total += count;
                    Deliver(buffer, count);
                }
            }
            bool whole = response.ContentLength < 0 || total == response.ContentLength;
            bool good = (int)response.StatusCode < 400;
            End(
                !whole ? Result.ConnectionError : good ? Result.Success : Result.ProtocolError,
                !whole ? "transfer closed with bytes remaining" : good ? null : "HTTP/1.1 " + (int)response.StatusCode);
        }

        private void Head(HttpWebResponse response)
        {
            foreach (string name in response.Headers.AllKeys)
            {
                headers[name] = response.Headers[name];
            }
            responseCode = (int)response.StatusCode;
        }

        // What came by a frame is handed over in that frame, piece by piece through the one buffer.
        private void Deliver(byte[] buffer, int count)
        {
            lock (received)
            {
                received.Write(buffer, 0, count);
            }
            EngineLoop.Post(Drain);
        }

        private void Drain()
        {
            byte[] whole;
            lock (received)
            {
                whole = received.ToArray();
                received.SetLength(0);
            }
            byte[] piece = (downloadHandler as DownloadHandlerScript)?.Buffer ?? new byte[8192];
            for (int at = 0; at < whole.Length && !aborted; at += piece.Length)
            {
                int count = Math.Min(piece.Length, whole.Length - at);
                System.Buffer.BlockCopy(whole, at, piece, 0, count);
                if (!downloadHandler.Receive(piece, count))
                {
                    Abort();
                }
            }
        }

        private void End(Result ended, string words)
        {
            EngineLoop.Post(() =>
            {
                result = aborted ? Result.ConnectionError : ended;
                error = aborted ? "Request aborted" : words;
                operation.Complete();
            });
        }

        // As libcurl says it, which is what Unity shows.
        private static string Words(WebException broken)
        {
            switch (broken.Status)
            {
                case WebExceptionStatus.TrustFailure:
                case WebExceptionStatus.SecureChannelFailure:
                    return "SSL CA certificate error";
                case WebExceptionStatus.ServerProtocolViolation:
                    return "Received HTTP/0.9 when not allowed";
                case WebExceptionStatus.NameResolutionFailure:
                    return "Cannot resolve destination host";
                case WebExceptionStatus.ConnectFailure:
                    return "Cannot connect to destination host";
                default:
                    return broken.Message;
            }
        }
    }
}
