using System;
using UnityEngine;
using UnityEngine.Networking;

namespace Npcgen
{
    /// <summary>One request of <see cref="UnityTransport"/>.</summary>
    internal sealed class UnityExchange : IExchange
    {
        private readonly IExchangeListener listener;
        private readonly UnityWebRequest request;
        private bool headTold;
        private bool receiving;
        private bool over;

        internal UnityExchange(HttpPost post, IExchangeListener listener)
        {
            this.listener = listener;
            request = new UnityWebRequest(post.Url, UnityWebRequest.kHttpVerbPOST)
            {
                uploadHandler = new UploadHandlerRaw(post.Body) { contentType = post.ContentType },
                downloadHandler = new StreamHandler(this),
                redirectLimit = 0,
            };
            request.SetRequestHeader("Content-Type", post.ContentType);
            request.SetRequestHeader("Connect-Protocol-Version", "1");
            if (post.Authorization.Length > 0)
            {
                request.SetRequestHeader("Authorization", post.Authorization);
            }
            if (post.TimeoutMs > 0)
            {
                request.SetRequestHeader("Connect-Timeout-Ms", post.TimeoutMs.ToString());
            }
        }

        public void Abort()
        {
            if (over)
            {
                return;
            }
            over = true;
            // NOTE: within its own callback a request isn't touched; ReceiveData says no instead.
            if (!receiving)
            {
                request.Abort();
            }
        }

        internal void Send()
        {
            try
            {
                request.SendWebRequest().completed += OnCompleted;
            }
            catch (InvalidOperationException error)
            {
                // From 2022 on a project refuses http://, also to this machine, until it is allowed.
                End(TransportFault.Unreachable, error.Message + "; see Player settings, Allow downloads over HTTP");
            }
        }

        /// <summary>False where no more is wanted.</summary>
        internal bool OnBytes(byte[] data, int count)
        {
            receiving = true;
            try
            {
                TellHead();
                if (!over)
                {
                    listener.OnBytes(data, count);
                }
            }
            finally
            {
                receiving = false;
            }
            return !over;
        }

        private void OnCompleted(AsyncOperation operation)
        {
            if (over)
            {
                request.Dispose();
                return;
            }
            string error = request.error ?? "";
            bool broken = request.result == UnityWebRequest.Result.ConnectionError
                || request.result == UnityWebRequest.Result.DataProcessingError;
            if (request.responseCode == 0)
            {
                End(FaultOf(error), error);
                return;
            }
            TellHead();
            End(broken ? TransportFault.Cut : TransportFault.None, broken ? error : "");
        }

        private void End(TransportFault fault, string detail)
        {
            if (!over)
            {
                over = true;
                listener.OnEnd(fault, detail);
                request.Dispose();
            }
        }

        private void TellHead()
        {
            if (!headTold && !over)
            {
                headTold = true;
                listener.OnHead((int)request.responseCode, request.GetResponseHeader("Content-Type"));
            }
        }

        // NOTE: UnityWebRequest tells its errors in words only.
        private static TransportFault FaultOf(string error)
        {
            if (Has(error, "ssl") || Has(error, "tls") || Has(error, "certificate"))
            {
                return TransportFault.Untrusted;
            }
            bool notHttp = Has(error, "http/0.9") || Has(error, "malformed") || Has(error, "weird");
            return notHttp ? TransportFault.NotHttp : TransportFault.Unreachable;
        }

        private static bool Has(string text, string word)
        {
            return text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
        }
    }
}
